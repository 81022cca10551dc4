import { expect, test } from "vitest";
import { credential, oauthClient, oauthToken } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-expiring";
const named = (day: string) => credential({ name: `Dana Whitfield - https://gitlab.test/1 - ${day}` });

test.each([
  ["today", named("2026-11-22")],
  ["in 21 days", named("2026-12-13")],
  ["in 1 day", oauthToken({ expiresAt: "2026-11-23T13:00:00Z" })],
])("ends %s", (words, one) => {
  const { findings } = judge(id, { credentials: [one] });
  expect(findings[0]?.severity).toBe("low");
  expect(findings[0]?.message).toContain(words);
});

test.each([
  ["in 22 days", named("2026-12-14")],
  ["past already", named("2026-11-21")],
  ["past by the clock", oauthToken({ expiresAt: "2026-11-22T11:00:00Z" })],
  ["never", oauthToken({ expiresAt: "never" })],
])("%s is no finding", (_, one) => {
  expect(judge(id, { credentials: [one] }).result).toMatchObject({ outcome: "pass", assessed: 1 });
});

test("one whose whole life is shorter than the warning is a machine's to renew", () => {
  const short = oauthToken({ createdAt: "2026-11-10T00:00:00Z", expiresAt: "2026-11-30T00:00:00Z" });
  expect(judge(id, { credentials: [short] }).subjects).toEqual([]);
  const longer = oauthToken({ createdAt: "2026-11-01T00:00:00Z", expiresAt: "2026-12-01T00:00:00Z" });
  expect(judge(id, { credentials: [longer] }).subjects).toHaveLength(1);
  expect(judge(id, { credentials: [longer] }, { [id]: { before: 60 } }).subjects).toEqual([]);
});

test("the limit of the configuration counts", () => {
  expect(judge(id, { credentials: [named("2026-12-13")] }, { [id]: { before: 7 } }).subjects).toEqual([]);
});

test("no date is unknown, except of a client, which has none", () => {
  const credentials = [credential({ name: "Target - x" }), oauthClient({ name: "Bridge" })];
  expect(judge(id, { credentials }).result).toMatchObject({ outcome: "not-assessed", assessed: 0, unknown: 1 });
});
