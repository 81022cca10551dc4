import { expect, test } from "vitest";
import { account, credential, oauthClient, oauthToken, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-unowned";
const ghost = credential({ name: "Old Hand - https://gitlab.test/1 - 2027-01-01" });

test("a token whose name, user and creator are nobody", () => {
  const { subjects, findings } = judge(id, { credentials: [ghost] });
  expect(subjects).toEqual(["credential:api-token:5"]);
  expect(findings[0]).toMatchObject({
    severity: "high",
    observed: "Old Hand",
    credential: { id: "api-token:5", name: ghost.name },
    account: null,
    source: "api-tokens",
    answers_to: { email: "lee@acme.test" },
  });
});

test.each([
  ["its name", credential()],
  ["its name in other case", credential({ name: "dana whitfield - sync" })],
  ["an e-mail in its name", credential({ name: "Dana+x@acme.test - sync" })],
  ["its user", { ...ghost, userId: "1" }],
  ["its creator", { ...ghost, userId: "404", creatorId: "1" }],
  ["the client's creator", oauthClient({ name: "Bridge" })],
  ["the user of a third party's token", oauthToken()],
])("one that leads to a person by %s is owned", (_, one) => {
  expect(judge(id, { credentials: [one] }).subjects).toEqual([]);
});

test("a token covered by a client is asked like any other", () => {
  expect(judge(id, { credentials: [oauthToken({ userId: "404", coveredByClient: true })] }).subjects).toHaveLength(1);
});

test("two people of that name: the one who uses it, else nobody", () => {
  const people = [
    person(),
    person({ email: "dana.2@acme.test" }, { id: "2" }),
    person({ email: "bo@acme.test", name: "Bo" }, { id: "3" }),
  ];
  const accounts = [account({ id: "2", email: null }), account({ id: "3", email: null })];
  expect(judge(id, { people, accounts, credentials: [credential({ userId: "2" })] }).subjects).toEqual([]);
  expect(judge(id, { people, accounts, credentials: [credential({ userId: "3" })] }).subjects).toHaveLength(1);
});

test("the owner of a vouched service account answers for its token", () => {
  const accounts = [account({ id: "4711", email: "bridge@acme.test" })];
  const serviceAccounts = [{ account: "4711", owner: "dana@acme.test", purpose: null, until: null }];
  expect(judge(id, { accounts, serviceAccounts, credentials: [oauthToken({ userId: "4711" })] }).subjects).toEqual([]);
});

test("a leaver's token has an owner: the leaver", () => {
  expect(judge(id, { people: [person({ endDate: "2026-01-01" })], credentials: [credential()] }).subjects).toEqual([]);
});

test("without the users nobody's user is known; an unread listing counts as one", () => {
  expect(judge(id, { credentials: [ghost], ended: { users: "failed" } }).result).toMatchObject({
    outcome: "not-assessed",
    failing: 0,
    unknown: 1,
  });
  expect(judge(id, { credentials: [ghost], ended: { "oauth-tokens": "unavailable" } }).result).toMatchObject({
    outcome: "fail",
    unknown: 1,
  });
  expect(judge(id, { credentials: [], ended: { "oauth-tokens": "unavailable" } }).result).toMatchObject({
    outcome: "not-assessed",
    unknown: 1,
  });
});
