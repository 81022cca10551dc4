import { expect, test } from "vitest";
import { credential, oauthClient, oauthToken } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-unused";

test.each([
  ["not for over 90 days", credential({ lastUsedAt: "2026-08-01T00:00:00Z" }), "was last used on 2026-08-01"],
  ["never, for over 30", credential({ lastUsedAt: "never" }), "was made on 2026-01-01 and never used"],
])("used %s", (_, one, message) => {
  expect(judge(id, { credentials: [one] }).findings[0]).toMatchObject({ severity: "medium", message });
});

test.each([
  ["used last week", credential()],
  ["new and not used yet", credential({ lastUsedAt: "never", createdAt: "2026-11-01T00:00:00Z" })],
])("one %s passes", (_, one) => {
  expect(judge(id, { credentials: [one] }).result).toMatchObject({ outcome: "pass", assessed: 1 });
});

test.each([
  ["past its date", credential({ lastUsedAt: "never", name: "Dana Whitfield - https://g.test/1 - 2026-10-31" })],
  ["switched off", credential({ lastUsedAt: "never", active: false })],
  [
    "made anew all the time",
    oauthToken({ lastUsedAt: "never", createdAt: "2026-11-20T00:00:00Z", expiresAt: "2026-11-25T00:00:00Z" }),
  ],
  ["a client", oauthClient()],
])("one that is %s is not asked", (_, one) => {
  expect(judge(id, { credentials: [one] }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test("the limit of the configuration counts", () => {
  const credentials = [credential({ lastUsedAt: "2026-08-01T00:00:00Z" })];
  expect(judge(id, { credentials }, { [id]: { after: 365 } }).subjects).toEqual([]);
});

test.each([
  ["use", credential({ lastUsedAt: null })],
  ["age", credential({ lastUsedAt: "never", createdAt: null })],
])("no signal of its %s is unknown", (_, one) => {
  expect(judge(id, { credentials: [one] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
