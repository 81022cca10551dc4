import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { Slots } from "../http/client.ts";
import type { Config, SystemConfig } from "../model/config.ts";
import { configurationError, credentialsError, interruptedError, machineError } from "../model/errors.ts";
import type { AuditReport } from "../model/report.ts";
import type { SeatsReport } from "../model/seats.ts";
import type { Context } from "../operations/context.ts";
import { quiet } from "../operations/testing/quiet-store.ts";
import type { Platform } from "../platforms/platform.ts";
import { RowFolder } from "../store/kept-rows.ts";
import type { Store } from "../store/store.ts";
import type { Tracker } from "../tracker/tracker.ts";
import { auditCommand } from "./audit-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { seatsCommand } from "./seats-command.ts";
import { appOver, heldIo } from "./testing/in-process.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-one-run-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sound: Platform = {
  id: "sound",
  name: "Sound",
  settings: z.object({}),
  facts: () => ({ accounts: { mode: "all", sources: ["users"] } }),
  connect: () => ({
    listings: [{ name: "users", query: "GET /users", right: "an admin's token", pages: async function* () {} }],
    whoAmI: async () => ({ who: "the auditor", scopes: null }),
  }),
  settle: (sources) => sources,
  normalise: () => ({ accounts: [], credentials: [] }),
  expectation: () => null,
  counts: () => ({ accounts: 0 }),
  notes: () => [],
};

function configured(): Config {
  const system = (id: string): SystemConfig => ({
    ...{ id, platform: id, name: id, template: id, rosterKey: null, admins: [], serviceAccounts: [], verifications: null },
    ...{ visibleTo: [], seats: null, tracker: null, followUp: {}, settings: {}, folder, at: "rollcall.yaml:1" },
  });
  const contact = { email: "dana@acme.test", name: null, gitlab: null, slack: null };
  return {
    organization: "Acme",
    fiscalYearStarts: "january",
    timeZone: "UTC",
    people: { opsManager: contact, deputy: null, auditor: contact, skip: [] },
    emailDomains: [],
    webhooks: [],
    systems: [system("broken"), system("sound")],
    rate: 1,
    checks: {},
  } as unknown as Config;
}

function trackerOf(publish: (auditId: string) => void): Tracker {
  return {
    name: "the tracker",
    probe: async () => ({ ok: true, message: "fine", fix: null }),
    find: async () => null,
    absentees: async () => [],
    issue: async () => null,
    audits: async () => [],
    async publish({ auditId }) {
      publish(auditId);
      return { link: null, action: "updated", planned: [], warnings: [] };
    },
  };
}

/** Two systems: the first one's platform is this, the second is sound. What each command prints and writes comes back. */
function twoSystems(broken: Partial<Platform>, publish: () => void = () => {}) {
  const written: string[] = [];
  const tracker = trackerOf((auditId) => {
    publish();
    written.push(auditId);
  });
  const refuse = () => Promise.reject(new Error("nothing is sealed here"));
  const context = (signal: AbortSignal): Context => ({
    config: configured(),
    roster: { source: "roster/", revision: "abc", people: [], warnings: [] },
    exemptions: [],
    knownGaps: [],
    version: "0.0.0",
    sendHook: refuse,
    hookTrouble: refuse,
    evidence: { signer: refuse, renew: refuse, write: refuse, writeTo: refuse, save: refuse },
    platform: (id) => (id === "sound" ? sound : { ...sound, id, ...broken }),
    tracker: () => tracker,
    rows: () => new RowFolder(mkdtempSync(join(folder, "rows-"))),
    now: "2026-11-22T12:00:00.000Z",
    clock: () => "2026-11-22T12:00:00Z",
    store: async () =>
      ({
        ...quiet,
        note: null,
        locked: (_audit: string, _signal: AbortSignal, work: () => unknown) => work(),
        lastComplete: async () => null,
        auditBefore: async () => null,
        acceptances: async () => [],
        memory: async () => null,
        remember: async () => 1,
        change: async () => {},
        close: async () => {},
      }) as unknown as Store,
    channels: { slack: null, email: null },
    actor: "dana@example",
    env: {},
    slots: new Slots(4),
    progress: () => {},
    signal,
  });
  const app = appOver(context);
  const { io, stdout, stderr } = heldIo(folder);
  const common = { systems: [], config: "rollcall.yaml" };
  return {
    written,
    stderr,
    audit: (format: "json" | "table" = "json") => auditCommand({ ...common, format, publish: true }, app, io),
    seats: () => seatsCommand({ ...common, format: "json" }, app, io),
    doctor: () => doctorCommand(common, app, io),
    stdout,
    report: () => JSON.parse(stdout()) as AuditReport,
  };
}

function bug(): never {
  throw new TypeError("x is not a function");
}

/** A connection whose one listing breaks. */
const brokenListing: Platform["connect"] = (system, options) => {
  const { listings, whoAmI } = sound.connect(system, options);
  return { whoAmI, listings: listings.map((listing) => ({ ...listing, pages: bug })) };
};

describe("a bug in one system", () => {
  test.each<[string, Partial<Platform>]>([
    ["connect", { connect: bug }],
    ["a listing", { connect: brokenListing }],
    ["settle", { settle: bug }],
    ["facts", { facts: bug }],
    ["normalise", { normalise: bug }],
    ["counts", { counts: bug }],
    ["notes", { notes: bug }],
  ])("in %s stops no other: it failed with the reason, and the other is written", async (_, broken) => {
    const on = twoSystems(broken);
    expect(await on.audit()).toBe(5);
    const [failed, read] = on.report().audits;
    expect(failed).toMatchObject({ system: "broken", status: "failed", counts: {}, checks: [], findings: [], issue: null });
    expect(failed?.sources).toMatchObject([
      { name: "rollcall", status: "failed", reason: expect.stringContaining("TypeError: x is not a function; this is a bug") },
    ]);
    expect(read).toMatchObject({ system: "sound", status: "complete" });
    expect(on.written).toEqual(["sound/FY26-Q4"]);
    expect(on.stderr()).toMatch(
      /^broken: it could not be audited:\nerror: Rollcall itself failed: TypeError: x is not a function\n {4}at /m,
    );
  });

  test("in writing leaves what was read, and the other written", async () => {
    let turn = 0;
    const on = twoSystems({}, () => void (turn++ === 0 && bug()));
    expect(await on.audit()).toBe(5);
    expect(on.report().audits.map(({ status }) => status)).toEqual(["complete", "complete"]);
    expect(on.written).toHaveLength(1);
    expect(on.stderr()).toMatch(/^(?:broken|sound): its audit issue was not brought up to date:\nerror: Rollcall itself failed/m);
  });

  test("stands first in the summary, whatever the order of the configuration", async () => {
    const on = twoSystems({ normalise: bug });
    await on.audit("table");
    expect(on.stdout().match(/^── (\w+)/gm)).toEqual(["── broken", "── sound"]);
    expect(on.stdout()).toContain("rollcall · failed · Rollcall itself failed: TypeError");
  });

  test("leaves the seats of the others", async () => {
    const on = twoSystems({ normalise: bug });
    expect(await on.seats()).toBe(5);
    const { systems } = JSON.parse(on.stdout()) as SeatsReport;
    expect(systems.map(({ system, status, total }) => [system, status, total.used])).toEqual([
      ["broken", "failed", null],
      ["sound", "complete", 0],
    ]);
    expect(systems[0]?.reason).toContain("Rollcall itself failed");
  });

  test("is one line of doctor", async () => {
    const on = twoSystems({ connect: bug });
    expect(await on.doctor()).toBe(5);
    expect(on.stdout()).toContain("✗ broken: Rollcall itself failed: TypeError: x is not a function");
    expect(on.stdout()).toContain("✓ sound: reached as the auditor");
  });
});

describe("what a system cannot do for a reason", () => {
  test.each([
    ["a configuration that does not do", configurationError("broken: no such file", "name another"), 2],
    ["credentials that are none", credentialsError("broken: no token", "make one"), 4],
  ])("%s: it failed, and the other is written", async (_, error, code) => {
    const on = twoSystems({
      connect: () => {
        throw error;
      },
    });
    expect(await on.audit()).toBe(code);
    expect(on.report().audits[0]?.sources[0]?.reason).toBe(`${error.message}; ${error.fix}`);
    expect(on.written).toEqual(["sound/FY26-Q4"]);
  });

  test.each([
    ["a full disk", machineError("no room")],
    ["an interruption", interruptedError()],
  ])("%s ends the run", async (_, error) => {
    const on = twoSystems({
      normalise: () => {
        throw error;
      },
    });
    await expect(on.audit()).rejects.toBe(error);
  });
});
