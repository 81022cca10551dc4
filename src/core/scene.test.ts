import { expect, test } from "vitest";
import { account, credential, oauthToken, person, type SceneParts, scene } from "./testing/scene.ts";

const bo = person({ email: "bo@acme.test", name: "Bo" }, { id: "2" });
const accounts = [account(), account({ id: "2", email: null })];

function owner(parts: SceneParts) {
  const [one] = scene({ people: [person(), bo], accounts, ...parts }).credentials;
  return { owner: one?.owner?.id ?? null, by: one?.ownerBy, hint: one?.ownerHint, left: one?.ownerLeft };
}

test.each([
  ["a full name in any case", { name: "BO - x", userId: "1" }, "bo@acme.test", "name"],
  ["an e-mail", { name: "bo+x@acme.test - x", userId: "1" }, "bo@acme.test", "name"],
  ["no person: its user", { name: "Zapier - x", userId: "2", creatorId: "1" }, "bo@acme.test", "user"],
  ["no person and no user: its creator", { name: "Target - x", userId: null, creatorId: "2" }, "bo@acme.test", "creator"],
  ["a user who is nobody: its creator", { name: "Target - x", userId: "404", creatorId: "2" }, "bo@acme.test", "creator"],
  ["no name at all: its user", { name: null, userId: "2" }, "bo@acme.test", "user"],
])("the owner by %s", (_, more, who, by) => {
  expect(owner({ credentials: [credential(more)] })).toEqual({ owner: who, by, hint: null, left: false });
});

test.each([
  ["the person it names", { name: "Old Hand - x", userId: "404" }, "Old Hand"],
  ["the e-mail of its user", { name: "Target - x", userId: "3" }, "ghost@acme.test"],
  ["the id of its user", { name: "Target - x", userId: "404" }, "404"],
  ["its bare name", { name: "zapier" }, "zapier"],
  ["nothing", { name: null }, null],
])("where the owner is nobody it says %s", (_, more, hint) => {
  const all = [...accounts, account({ id: "3", email: "ghost@acme.test" })];
  expect(owner({ accounts: all, credentials: [credential(more)] })).toMatchObject({ owner: null, by: null, hint });
});

test("a name of two people is the one's who uses or made it, and nobody's otherwise", () => {
  const people = [person(), person({ email: "dana.2@acme.test" }, { id: "2" })];
  expect(owner({ people, credentials: [credential({ userId: "2" })] })).toMatchObject({ owner: "dana.2@acme.test", by: "user" });
  expect(owner({ people, credentials: [credential({ creatorId: "1" })] })).toMatchObject({
    owner: "dana@acme.test",
    by: "creator",
  });
  expect(owner({ people, credentials: [credential()] })).toMatchObject({ owner: null, hint: "Dana Whitfield" });
});

test("the name of a third party's app names no owner, no link and no date", () => {
  const token = oauthToken({ name: "Bo - https://evil.test/1 - 2027-01-01", userId: "1" });
  expect(owner({ credentials: [token] })).toMatchObject({ owner: "dana@acme.test", by: "user" });
  expect(owner({ credentials: [oauthToken({ name: "Bo" })] })).toMatchObject({ owner: "dana@acme.test", by: "user" });
  expect(scene({ credentials: [token] }).credentials[0]?.name).toMatchObject({ form: "other", link: null, expires: null });
});

test("somebody who left is the owner still, and it is said", () => {
  const people = [person({ endDate: "2026-10-31" }), bo];
  expect(owner({ people, credentials: [credential()] })).toMatchObject({ owner: "dana@acme.test", left: true });
});

test("credentials are in the order of their ids, whatever order they came in", () => {
  const credentials = ["api-token:10", "api-token:9", "api-token:1"].map((id) => credential({ id }));
  expect(scene({ credentials }).credentials.map((one) => one.credential.id)).toEqual([
    "api-token:1",
    "api-token:9",
    "api-token:10",
  ]);
});
