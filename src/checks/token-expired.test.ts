import { expect, test } from "vitest";
import { credential, oauthClient, oauthToken } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-expired";
const pastName = "Dana Whitfield - https://gitlab.test/1 - 2026-10-31";

test.each([
  ["the platform's", oauthToken({ expiresAt: "2026-11-01T00:00:00Z" })],
  ["the name's", credential({ name: pastName })],
  ["the name's, where the platform says never", credential({ name: pastName, expiresAt: "never" })],
  ["a client's name's", oauthClient({ name: pastName })],
])("past %s date", (_, one) => {
  const { subjects, findings } = judge(id, { credentials: [one] });
  expect(subjects).toEqual([`credential:${one.id}`]);
  expect(findings[0]?.severity).toBe("high");
});

test("the platform's date goes before the name's", () => {
  expect(judge(id, { credentials: [credential({ name: pastName, expiresAt: "2027-01-01T00:00:00Z" })] }).subjects).toEqual([]);
});

test.each([
  ["switched off", credential({ name: pastName, active: false })],
  ["made anew every few days", oauthToken({ createdAt: "2026-11-01T00:00:00Z", expiresAt: "2026-11-08T00:00:00Z" })],
  ["without a date of its own", oauthClient({ name: "Bridge" })],
])("one that is %s is not asked", (_, one) => {
  expect(judge(id, { credentials: [one] }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test("its last day is not past", () => {
  expect(judge(id, { credentials: [credential({ name: "Dana Whitfield - https://g.test/1 - 2026-11-22" })] }).subjects).toEqual(
    [],
  );
});

test("no date anywhere is unknown, never is not", () => {
  expect(judge(id, { credentials: [credential({ name: "Target - x" })] }).result).toMatchObject({
    outcome: "not-assessed",
    unknown: 1,
  });
  expect(judge(id, { credentials: [oauthToken({ expiresAt: "never" })] }).result).toMatchObject({ outcome: "pass", assessed: 1 });
});
