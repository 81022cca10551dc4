import { expect, test } from "vitest";
import { credential, oauthClient, oauthToken, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-unjustified";

test.each([
  ["an API token", credential({ name: "Dana Whitfield - sync" })],
  ["one without any name", credential({ name: null, userId: "1" })],
  ["a client", oauthClient({ name: "Bridge" })],
  ["a third party's token", oauthToken()],
])("%s without a request link goes to its owner", (_, one) => {
  const { subjects, findings } = judge(id, { credentials: [one] });
  expect(subjects).toEqual([`credential:${one.id}`]);
  expect(findings[0]).toMatchObject({ severity: "medium", answers_to: { email: "dana@acme.test" } });
});

test("where the owner is nobody, or has left, the auditor is asked", () => {
  const credentials = [credential({ name: "Target - x" }), credential({ id: "api-token:6", name: "Bo - x" })];
  const people = [person(), person({ email: "bo@acme.test", name: "Bo", endDate: "2026-01-01" }, null)];
  expect(judge(id, { people, credentials }).findings.map(({ answers_to }) => answers_to.email)).toEqual([
    "lee@acme.test",
    "lee@acme.test",
  ]);
});

test("the owner is asked although skipped: the finding is about the token", () => {
  const { findings } = judge(id, { credentials: [credential({ name: "Dana Whitfield - x" })], skip: ["dana@acme.test"] });
  expect(findings[0]?.answers_to.email).toBe("dana@acme.test");
});

test("a link in the name justifies, and our own client answers for its tokens", () => {
  expect(judge(id, { credentials: [credential()] }).result).toMatchObject({ outcome: "pass", assessed: 1 });
  expect(judge(id, { credentials: [oauthToken({ coveredByClient: true, name: "Bridge" })] }).result.assessed).toBe(0);
});

test("a third party's name justifies nothing", () => {
  expect(judge(id, { credentials: [oauthToken({ name: "Evil - https://evil.test - 2027-01-01" })] }).subjects).toHaveLength(1);
});

test("an OAuth token whose client is in no listing is unknown", () => {
  expect(judge(id, { credentials: [oauthToken({ name: null })] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
