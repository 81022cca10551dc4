import { describe, expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import { type LookbackScene, lookbackOf } from "./lookback.ts";
import { aFinding } from "./testing/memory.ts";
import { person } from "./testing/scene.ts";

const facts = { foundAt: "2026-11-20T06:00:00Z", absentAt: null as string | null, timeZone: "UTC" };

/** Account 1 of a leaver, and their token. */
function scene({
  lastSignIn = null,
  lastUsedAt = null,
  endDate = "2026-10-31",
}: {
  lastSignIn?: string | null;
  lastUsedAt?: string | null;
  endDate?: string | null;
}): LookbackScene {
  const dana = person({ email: "dana@acme.test", name: "Dana", endDate });
  return {
    accounts: new Map([["1", { account: { id: "1", lastSignIn }, person: { person: dana } }]]),
    credentials: new Map([["api-token:9", { credential: { id: "api-token:9", lastUsedAt }, owner: dana }]]),
    leavers: new Map([["dana@acme.test", endDate]]),
  } as unknown as LookbackScene;
}

const leaver = aFinding(1, { check: "leaver-with-access" });
const token = aFinding(2, { check: "token-owner-left", account: null, credential: { id: "api-token:9", name: "x" } });
const role = aFinding(1, { check: "role-mismatch" });

function used(finding: Finding, of: LookbackScene, more: Partial<typeof facts> = {}) {
  return lookbackOf(finding, { ...facts, ...more }, of)?.used;
}

describe("of a leaver", () => {
  test.each([
    ["2026-11-02T09:00:00Z", "yes"],
    ["2026-10-31T23:59:00Z", "no"],
    ["2026-01-01T00:00:00Z", "no"],
    ["never", "no"],
    [null, "not-determinable"],
  ])("whose last sign-in is %s it is %s", (lastSignIn, expected) => expect(used(leaver, scene({ lastSignIn }))).toBe(expected));

  test("the last day ends in the configured time zone", () => {
    const of = scene({ lastSignIn: "2026-11-01T03:00:00Z" });
    expect(used(leaver, of)).toBe("yes");
    expect(used(leaver, of, { timeZone: "America/New_York" })).toBe("no");
  });

  test("without a last day nothing is said", () => {
    expect(used(leaver, scene({ endDate: null, lastSignIn: "2026-11-02T09:00:00Z" }))).toBe("not-determinable");
  });

  test("a token is judged by its own use", () => {
    expect(used(token, scene({ lastUsedAt: "2026-11-02T09:00:00Z" }))).toBe("yes");
    expect(used(token, scene({ lastSignIn: "2026-11-02T09:00:00Z" }))).toBe("not-determinable");
  });

  test("it says what it rests on", () => {
    expect(lookbackOf(leaver, facts, scene({ lastSignIn: "2026-11-02T09:00:00Z" }))).toEqual({
      wrongSince: "2026-11-01",
      used: "yes",
      lastUse: "2026-11-02T09:00:00Z",
      why: "the last sign-in the platform gives is after the last day, 2026-10-31",
    });
  });
});

describe("of a role", () => {
  test.each([
    ["2026-11-21T00:00:00Z", "2026-08-01T00:00:00Z", "yes"],
    ["2026-07-31T00:00:00Z", "2026-08-01T00:00:00Z", "no"],
    ["2026-09-15T00:00:00Z", "2026-08-01T00:00:00Z", "not-determinable"],
    ["2026-09-15T00:00:00Z", null, "not-determinable"],
    ["never", null, "no"],
    [null, "2026-08-01T00:00:00Z", "not-determinable"],
  ])("with a last sign-in %s, seen right on %s, it is %s", (lastSignIn, absentAt, expected) =>
    expect(used(role, scene({ lastSignIn }), { absentAt })).toBe(expected),
  );
});

test("of anything else there is none", () => {
  expect(lookbackOf(aFinding(1, { check: "name-mismatch" }), facts, scene({}))).toBeNull();
});
