import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checks } from "../checks/index.ts";
import type { RecheckedAuditReport, RecheckReport } from "../model/recheck-report.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { query } from "../testing/query.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany();
const [eighteen, fifteen] = servers;

/** Accounts with faults that stand in their own rows. */
const [admin, stranger, noMfa, suspended, alsoSuspended] = [
  "9007199254741260",
  "9007199254741273",
  "9007199254741338",
  "9007199254741351",
  "9007199254741364",
] as const;
const five = ["unexpected-admin", "mfa-disabled", "suspended-with-access"];
const asTheyWere = [
  { id: admin, role: "admin", role_type: 4 },
  { id: noMfa, two_factor_auth_enabled: false },
  { id: suspended, suspended: true },
  { id: alsoSuspended, active: true },
];
const day = (of: number) => `2026-11-${22 + of}T12:00:00Z`;

interface Rechecked {
  code: number | null;
  stderr: string;
  audit: RecheckedAuditReport | undefined;
}

describe.each([
  { where: "PostgreSQL 18", which: eighteen },
  { where: "PostgreSQL 15", which: fifteen },
])("on $where", ({ which }) => {
  const server = useServer(which);
  let env: Record<string, string> = {};
  beforeEach(async () => {
    env = { DATABASE_URL: await server.database({ empty: true }) };
  });
  afterEach(() => users(asTheyWere));

  const recheck = async (args: readonly string[], at = day(1)): Promise<Rechecked> => {
    const finished = await on.run(["recheck", federal, "--format", "json", "--now", at, ...args], env);
    const report = finished.stdout ? (JSON.parse(finished.stdout) as RecheckReport) : null;
    return { code: finished.code, stderr: finished.stderr, audit: report?.audits[0] };
  };

  test("five open accounts a day later take one request of theirs, not fifteen", async () => {
    const config = only(five);
    await on.audit(config, env);
    const before = (await on.company.books()).requests.length;
    const { code, audit } = await recheck(config);
    const asked = (await on.company.books()).requests.slice(before).filter((one) => one.server === federal);
    expect([code, audit?.requests]).toEqual([0, 1]);
    expect(asked.map(({ method, path }) => `${method} ${path.split("?")[0]}`)).toEqual([
      "POST /oauth/tokens",
      "GET /api/v2/users/show_many",
    ]);
    expect(audit?.reread).toEqual([{ source: "users", asked: 5 }]);
    expect(accountsOf(audit?.open)).toEqual([admin, stranger, noMfa, suspended, alsoSuspended].sort());
  });

  test("what is fixed is closed, in the issue too; what was granted again comes back under its ref", async () => {
    const config = only(five);
    const first = await on.audit(config, env);
    const refOf = new Map(first.audit?.findings.map(({ key, ref }) => [key, ref]));
    await users([
      { id: admin, role: "end-user", role_type: null },
      { id: noMfa, two_factor_auth_enabled: true },
      { id: suspended, suspended: false },
      { id: alsoSuspended, active: false },
    ]);
    const fixed = await recheck(config);
    expect([fixed.code, accountsOf(fixed.audit?.fixed)]).toEqual([0, [admin, noMfa, suspended, alsoSuspended].sort()]);
    expect(accountsOf(fixed.audit?.open)).toEqual([stranger]);
    const [issue] = await on.issues();
    expect(unticked(issue?.description)).toEqual([refOf.get(`${federal}/unexpected-admin/account:${stranger}`)]);

    await users(asTheyWere.slice(0, 1));
    const again = await recheck(config, day(2));
    expect(again.audit?.back.map(({ key, ref }) => [key, ref])).toEqual([
      [`${federal}/unexpected-admin/account:${admin}`, refOf.get(`${federal}/unexpected-admin/account:${admin}`)],
    ]);
    expect([again.audit?.fixed, accountsOf(again.audit?.open)]).toEqual([[], [stranger]]);
    expect(unticked((await on.issues())[0]?.description)).toHaveLength(2);
    const events = await query(env.DATABASE_URL ?? "", "select payload from events where kind = 'rechecked' order by n");
    expect(events.map(([payload]) => [(payload as Moved).gone.length, (payload as Moved).back.length])).toEqual([
      [4, 0],
      [0, 1],
    ]);
    expect((await recheck(config, day(3))).audit?.back).toEqual([]);
  });

  test.each([
    ["refused", { kind: "status", status: 403, body: "{}" }, 4],
    ["a server in trouble", { kind: "status", status: 404, body: "{}", pattern: "^/api/v2/users" }, 3],
    ["a page for people", { kind: "html" }, 3],
    ["an answer that was cut", { kind: "cut" }, 3],
  ])("law 1: %s settles nothing, and says so", async (_, fault, expected) => {
    const config = only(five);
    await on.audit(config, env);
    await users([{ id: noMfa, two_factor_auth_enabled: true }]);
    await on.company.fault({ server: federal, pattern: "^/api/v2/users/show_many", ...fault });
    const blind = await recheck(config);
    expect([blind.code, blind.audit?.fixed, blind.audit?.open]).toEqual([expected, [], []]);
    expect(blind.audit?.unlooked).toHaveLength(5);
    for (const { reason } of blind.audit?.unlooked ?? []) expect(reason).toContain("users could not be read: ");
    await on.company.mend();
    expect(accountsOf((await recheck(config, day(2))).audit?.fixed)).toEqual([noMfa]);
  });

  test("a source that cannot be read leaves what rests on others judged", async () => {
    const config = only([...five, "group-mismatch"]);
    await on.audit(config, env);
    await users([{ id: noMfa, two_factor_auth_enabled: true }]);
    await on.company.fault({ server: federal, pattern: "group_memberships", kind: "status", status: 403, body: "{}" });
    const { code, audit } = await recheck(config);
    expect([code, accountsOf(audit?.fixed), audit?.open.length]).toEqual([3, [noMfa], 4]);
    expect(audit?.unlooked.map(({ key }) => key.split("/")[1])).toEqual(["group-mismatch"]);
  });

  test("it judges by the roster and the configuration of today", async () => {
    const config = only([...five, "name-mismatch"]);
    const { audit } = await on.audit(config, env);
    const wrong = audit?.findings.find(({ check }) => check === "name-mismatch");
    const restore = correctRoster(String(wrong?.person?.email), String(wrong?.observed));
    try {
      const rechecked = await recheck([...only([...five, "name-mismatch"], `admins: [${await emailOf(env, admin)}, `)]);
      expect(rechecked.audit?.fixed.map(({ key }) => key).sort()).toEqual([
        wrong?.key,
        `${federal}/unexpected-admin/account:${admin}`,
      ]);
    } finally {
      restore();
    }
  });

  test("it adds no findings, though it sees them", async () => {
    const config = only([...five, "person-without-account"]);
    await on.audit(config, env);
    await users([{ id: "9007199254741143", suspended: true }]);
    try {
      const { audit } = await recheck(config);
      expect(audit?.reread).toEqual([{ source: "users", asked: null }]);
      expect(accountsOf([...(audit?.open ?? []), ...(audit?.back ?? [])])).not.toContain("9007199254741143");
    } finally {
      await users([{ id: "9007199254741143", suspended: false }]);
    }
  });

  test("a dry run reads, and neither remembers nor writes", async () => {
    const config = only(five);
    await on.audit(config, env);
    await users([{ id: noMfa, two_factor_auth_enabled: true }]);
    const before = (await on.issues())[0]?.description;
    const dry = await recheck([...config, "--dry-run"]);
    expect(accountsOf(dry.audit?.fixed)).toEqual([noMfa]);
    expect(dry.stderr).toContain("would write: ");
    expect((await on.issues())[0]?.description).toBe(before);
    expect(accountsOf((await recheck(config)).audit?.fixed)).toEqual([noMfa]);
  });

  test("where no rows are kept any more everything is read; an audit nobody knows is named", async () => {
    const config = only(five);
    await on.audit(config, env);
    await query(env.DATABASE_URL ?? "", "update snapshots set thinned = true");
    await users([{ id: noMfa, two_factor_auth_enabled: true }]);
    const { audit } = await recheck(config);
    expect([accountsOf(audit?.fixed), audit?.open.length, audit?.reread.length]).toEqual([[noMfa], 4, 8]);
    const unknown = await on.run(["recheck", `${federal}/FY26-Q1`, "--now", day(1), ...config], env);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("there is no audit")]);
  });
});

interface Moved {
  gone: string[];
  back: string[];
}

function users(set: readonly object[]): Promise<void> {
  return on.company.state({ server: federal, table: "users", set });
}

/** The configuration with these checks and no others. @param admins what the list of administrators begins with */
function only(wanted: readonly string[], admins = "admins: ["): string[] {
  const off = checks.filter(({ id }) => !wanted.includes(id)).map(({ id }) => `  ${id}: off\n`);
  return on.configured((text) => `${text.replaceAll("admins: [", admins)}checks:\n${off.join("")}`);
}

function accountsOf(findings: readonly { key: string }[] | undefined): string[] {
  return (findings ?? []).map(({ key }) => key.slice(key.indexOf("account:") + "account:".length)).sort();
}

function unticked(description: string | undefined): string[] {
  return Array.from((description ?? "").matchAll(/^\s*[-*] \[ \] \*\*(F\d+)\*\*/gm), ([, ref]) => ref ?? "");
}

/** The roster says what the platform says. @returns the way back */
function correctRoster(email: string, name: string): () => void {
  const folder = join(on.company.folder, "roster");
  const path = readdirSync(folder)
    .map((file) => join(folder, file))
    .find((file) => readFileSync(file, "utf8").includes(`email: ${email}\n`));
  if (path === undefined) throw new Error(`nobody in the roster has ${email}`);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/^name: .*$/m, `name: ${JSON.stringify(name)}`));
  return () => writeFileSync(path, text);
}

async function emailOf(env: Record<string, string>, account: string): Promise<string> {
  const findings = await query(env.DATABASE_URL ?? "", "select finding from findings");
  const found = findings.map(([finding]) => finding as { account: { id: string; email: string } | null });
  return found.find((one) => one.account?.id === account)?.account?.email ?? "";
}
