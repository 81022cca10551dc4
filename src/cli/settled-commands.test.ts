import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acceptance, aFinding, aMemory, anExemption, aRemembered, saidEvent } from "../core/testing/memory.ts";
import { account, credential, oauthToken } from "../core/testing/scene.ts";
import { Slots } from "../http/client.ts";
import type { Credential } from "../model/credential.ts";
import { configurationError, machineError } from "../model/errors.ts";
import type { AuditMemory } from "../model/memory.ts";
import type { TokensReport } from "../model/tokens.ts";
import type { Context } from "../operations/context.ts";
import { aContext, aSystem, memoryStore } from "../operations/testing/memory-store.ts";
import type { Platform } from "../platforms/platform.ts";
import { RowFolder } from "../store/kept-rows.ts";
import type { App } from "./app-contract.ts";
import { runCommandLine } from "./main.ts";
import { appOver, heldIo } from "./testing/in-process.ts";

const now = "2026-11-24T12:00:00.000Z";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-settled-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One platform of tokens, whose users are Dana; `apiTokens` is how that listing ends. */
function platformOf(
  credentials: readonly Credential[],
  apiTokens: () => AsyncIterable<never[]> = async function* () {},
): Platform {
  const listing = { query: "GET /", right: "an admin's token" };
  return {
    ...({ id: "zendesk", name: "Zendesk", expectation: () => null, counts: () => ({}), notes: () => [] } as unknown as Platform),
    facts: () => ({
      accounts: { mode: "all", sources: ["users"] },
      credentials: { mode: "each", sources: ["api-tokens"] },
      groups: { mode: "all", sources: ["groups"] },
    }),
    connect: () => ({
      listings: [
        { ...listing, name: "users", pages: async function* () {} },
        { ...listing, name: "api-tokens", pages: apiTokens },
        { ...listing, name: "groups", pages: () => expect.unreachable("tokens do not rest on groups") },
      ],
      whoAmI: async () => ({ who: "the auditor", scopes: null }),
    }),
    settle: (sources) => sources,
    normalise: () => ({ accounts: [account()], credentials: [...credentials] }),
  };
}

function running(memories: AuditMemory[], more: Partial<Context> = {}, append: App["appendExemption"] = async () => {}) {
  const base = aContext(memoryStore(memories), now, {
    ...{ knownGaps: [], clock: () => now, slots: new Slots(4), progress: () => {}, env: {}, actor: "dana@laptop" },
    rows: () => new RowFolder(mkdtempSync(join(folder, "rows-"))),
    ...more,
  });
  const system = { ...aSystem, admins: [], serviceAccounts: [], verifications: null };
  const config = { ...base.config, organization: "Acme", emailDomains: [], checks: {}, systems: [system] } as Context["config"];
  const app = appOver((signal) => ({ ...base, config, signal }), { appendExemption: append });
  const { io, stdout, stderr } = heldIo(folder);
  return async (...args: string[]) => {
    const code = await runCommandLine(args, app, io);
    return { code, stdout: stdout(), stderr: stderr() };
  };
}

describe("rollcall exempt", () => {
  const gone = aRemembered(2, { sightings: [{ at: "2026-11-23T00:00:00Z", seen: false }] });
  const memory = aMemory({ findings: [aRemembered(1), gone] });
  const exempt = ["exempt", "f1", "--audit", "zendesk-global", "--until", "2027-03-01", "--reason", "cover: #1"];

  test("prints the lines, and says beside them what to do", async () => {
    const { code, stdout, stderr } = await running([memory])(...exempt, "--approver", "kim@acme.test");
    expect(stdout).toBe(
      [
        "- system: zendesk-global",
        "  check: role-mismatch",
        '  account: "1"',
        '  reason: "cover: #1"',
        "  approver: kim@acme.test",
        "  until: 2027-03-01\n",
      ].join("\n"),
    );
    expect([code, stderr]).toEqual([0, "add it to /audits/exemptions.yaml and commit it; --write appends it\n"]);
  });

  test("writes the same lines to the file, and prints nothing as done where that is refused", async () => {
    const written: string[][] = [];
    const append = async (...args: string[]) => void written.push(args);
    const { code, stdout, stderr } = await running([memory], {}, append)(...exempt, "--write");
    expect([code, written]).toEqual([0, [["/audits/exemptions.yaml", stdout]]]);
    expect(stderr).toContain("approver: opal@acme.test");
    const dirty = configurationError("nothing was written: it has changes", "commit them");
    expect(await running([memory], {}, () => Promise.reject(dirty))(...exempt, "--write")).toMatchObject({ code: 2, stdout: "" });
  });

  test.each([
    [["exempt", "F9", ...exempt.slice(2)], "F9 is no finding of zendesk-global/FY27-Q4"],
    [["exempt", "F2", ...exempt.slice(2)], "F2 of zendesk-global/FY27-Q4 is no longer seen on the platform"],
    [["exempt", "F1", "--audit", "zendesk-global/FY27-Q3", ...exempt.slice(4)], "there is no audit zendesk-global/FY27-Q3"],
    [["exempt", "F1", "--audit", "zendesk-globl", ...exempt.slice(4)], "did you mean zendesk-global?"],
    [[...exempt, "--approver", "dw@acme.test"], "nobody accepts a finding about themselves"],
    [[...exempt.slice(0, 5), "2026-11-23", ...exempt.slice(6)], "2026-11-23 is past"],
    [[...exempt, "--account", "--person"], "an exemption has one scope"],
    [exempt.slice(0, 4), "--until"],
  ])("%j is refused", async (args, why) => {
    const { code, stdout, stderr } = await running([memory])(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(why);
  });
});

describe("rollcall tokens", () => {
  const bridge = credential({ id: "api-token:6", name: "Dana Whitfield - bridge" });
  const sync = credential({ id: "api-token:7", name: "Dana Whitfield - sync", lastUsedAt: "never" });
  const credentials = [credential(), bridge, sync, oauthToken({ coveredByClient: true, name: "Bridge" })];
  const seen = { expected: "a request link in the name, or an accepted justification" };
  const token = (one: Credential) =>
    aFinding(1, {
      ...{ key: `zendesk-global/token-unjustified/credential:${one.id}`, check: "token-unjustified", account: null },
      ...{
        person: { email: "bo@acme.test", name: "Bo" },
        ...seen,
        observed: one.name,
        credential: { id: one.id, name: one.name },
      },
    });
  const accepted = (one: Credential) =>
    aMemory({
      audit: { id: "zendesk-global/FY27-Q3", period: "FY27-Q3", openedAt: "2026-08-01T00:00:00Z" },
      findings: [aRemembered(1, { finding: token(one) })],
      events: [
        saidEvent("note:1", {
          decisions: [
            { key: token(one).key, decision: acceptance("2026-08-03T00:00:00Z", "2027-03-01", { reason: "the bridge" }) },
          ],
        }),
      ],
    });
  const tokens = ["tokens", "--format", "json"];
  const at = (platform: Platform) => ({ platform: () => platform });

  async function listed(memories: AuditMemory[], more: Partial<Context>) {
    const { code, stdout, stderr } = await running(memories, more)(...tokens);
    const report = JSON.parse(stdout) as TokensReport;
    const all = report.systems.flatMap((system) => system.tokens);
    return { code, stderr, report, justified: new Map(all.map((one) => [one.id, one.justification])), all };
  }

  test("lists each with its owner, and what justifies it until when", async () => {
    const exemptions = [anExemption({ check: "token-unjustified", credential: "api-token:7", reason: "nightly sync" })];
    const { code, justified, all, report } = await listed([accepted(bridge)], { ...at(platformOf(credentials)), exemptions });
    expect([code, report.remembered]).toEqual([0, true]);
    expect(all.find(({ id }) => id === "api-token:7")).toMatchObject({
      owner: { email: "dana@acme.test" },
      last_used_at: "never",
      expires_at: null,
    });
    const link = "https://gitlab.test/requests/5";
    expect(Object.fromEntries(justified)).toEqual({
      "api-token:5": { by: "request-link", text: link, approver: null, until: "2027-06-30" },
      "api-token:6": { by: "decision", text: "the bridge", approver: "lee@acme.test", until: "2027-03-01" },
      "api-token:7": { by: "exemption", text: "nightly sync", approver: "kim@acme.test", until: "2027-03-01" },
      "oauth-token:7": { by: "client", text: null, approver: null, until: null },
    });
  });

  test("a token that has another name than when it was accepted is not justified by that", async () => {
    const renamed = { ...bridge, name: "Dana Whitfield - everything" };
    expect((await listed([accepted(bridge)], at(platformOf([renamed])))).justified.get("api-token:6")).toBeNull();
  });

  test("without a database it lists them all the same, and says what is not known", async () => {
    const away = () => Promise.reject(configurationError("the database cannot be reached"));
    const { code, stderr, report } = await listed([], { ...at(platformOf(credentials)), store: away });
    expect([code, report.remembered, report.systems[0]?.tokens.length]).toEqual([0, false, 4]);
    expect(stderr).toContain("what audits accepted is not known: the database cannot be reached");
    const { stdout } = await running([], { ...at(platformOf([bridge])), store: away })("tokens");
    expect(stdout).toContain("1 token, 1 without a known justification.");
  });

  test("what could not be read is said, and is no success; a full disk ends it", async () => {
    const broken = platformOf([], () => {
      throw configurationError("no such page");
    });
    const { code, report } = await listed([], at(broken));
    expect([code, report.systems[0]?.reason]).toEqual([3, expect.stringContaining("api-tokens could not be read")]);
    const full = platformOf([], () => {
      throw machineError("the disk is full");
    });
    expect((await running([], at(full))("tokens")).stdout).toBe("");
  });

  test("names steer neither a terminal nor a spreadsheet", async () => {
    const hostile = credential({ id: "api-token:8", name: "=cmd()\u001b[2J\u202e" });
    const run = running([], at(platformOf([hostile])));
    expect((await run("tokens")).stdout).not.toMatch(/[\u001b\u202e]/);
    await run("tokens", "--format", "csv", "--output", "tokens.csv");
    const text = readFileSync(join(folder, "tokens.csv"), "utf8");
    expect(text.split("\n")[1]).toMatch(/^zendesk-global,api-token:8,api-token,"?'=cmd/);
    expect(text).not.toContain("\u001b");
  });
});
