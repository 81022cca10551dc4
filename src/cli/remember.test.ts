import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { postmasterOf } from "../store/embedded/postmaster.ts";
import { until } from "../store/testing/project.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { query } from "../testing/query.ts";
import { federal, type Ran, useCompany } from "../testing/use-company.ts";

/** The quarter after the one these tests are played in. */
const nextQuarter = ["--now", "2027-02-10T12:00:00Z"];
const bobby = "9007199254741143";
const gone = "9007199254741052";

const on = useCompany();
const [, fifteen] = servers;
const server = useServer(fifteen);

const data = () => join(on.company.folder, ".rollcall/database/data");

/** Every test begins without a memory. */
afterEach(() => on.forget());

function changeOf({ audit }: Ran, key: string): string | undefined {
  return audit?.findings.find((finding) => finding.key === `${federal}/${key}`)?.change;
}

function users(change: Record<string, unknown>): Promise<void> {
  return on.company.state({ server: federal, table: "users", ...change });
}

describe.each([
  { where: "the embedded database", env: async (): Promise<Record<string, string>> => ({}) },
  { where: "PostgreSQL 15", env: async () => ({ DATABASE_URL: await server.database({ empty: true }) }) },
])("in $where", ({ env }) => {
  test("an audit is remembered, and the next quarter's says what is new, known and changed", async () => {
    const given = await env();
    const first = await on.audit([], given);
    expect([first.code, new Set(first.audit?.findings.map(({ change }) => change))]).toEqual([0, new Set(["new"])]);
    await users({ set: [{ id: bobby, name: "Robert", email: "robert@acme.test" }] });
    const [row] = (await on.audit(["--no-publish"])).audit?.findings.filter(({ account }) => account?.id === gone) ?? [];
    expect(row).toBeDefined();
    const second = await on.audit(nextQuarter, given);
    expect(changeOf(second, `name-mismatch/account:${bobby}`)).toBe("changed");
    expect(changeOf(second, `email-mismatch/account:${bobby}`)).toBe("new");
    expect(changeOf(second, `account-without-person/account:${gone}`)).toBe("persisting");
    expect(second.stderr).toContain(`accounts since 2026-11-22 (${federal}/FY27-Q4): 0 new, 1 changed, 0 gone`);
    const notes = (await on.issues()).map(({ description }) => description).find((text) => text.includes("Changed since"));
    expect(notes).toMatch(/\| changed \| 9007199254741143 .*e-mail.*robert/);
    await users({
      set: [
        { id: bobby, name: "Bobby", email: first.audit?.findings.find(({ account }) => account?.id === bobby)?.account?.email },
      ],
    });
    const url = given.DATABASE_URL ?? (await on.run(["db", "url"])).stdout.trim();
    expect(await query(url, "select id, state from rollcall.audits order by id")).toEqual([
      [`${federal}/FY27-Q4`, "draft"],
      [`${federal}/FY28-Q1`, "draft"],
    ]);
    expect(await query(url, "select kind from rollcall.events order by audit, n")).toEqual([
      ["audit-opened"],
      ["snapshot-taken"],
      ["audit-opened"],
      ["snapshot-taken"],
    ]);
  });
});

test("run again in its quarter it is the same audit: nothing becomes old by that, and accounts are compared with the first look", async () => {
  const env = { DATABASE_URL: await server.database() };
  await on.audit([], env);
  const again = await on.audit([], env);
  expect(new Set(again.audit?.findings.map(({ change }) => change))).toEqual(new Set(["new"]));
  expect(again.stderr).toContain("0 new, 0 changed, 0 gone");
  expect(await query(env.DATABASE_URL, "select audit, n, status from rollcall.snapshots order by n")).toEqual([
    [`${federal}/FY27-Q4`, 1, "complete"],
    [`${federal}/FY27-Q4`, 2, "complete"],
  ]);
});

test("what could not be read is compared with nothing, and nothing later is compared with it", async () => {
  const env = { DATABASE_URL: await server.database() };
  await on.audit([], env);
  await on.company.fault({ server: federal, path: "/api/v2/users", kind: "status", status: 403 });
  const cut = await on.audit(nextQuarter, env);
  expect([cut.code, cut.audit?.status]).toEqual([3, "incomplete"]);
  expect(cut.stderr).not.toContain("accounts since");
  await on.company.mend();
  const whole = await on.audit(["--now", "2027-02-11T12:00:00Z"], env);
  expect(whole.stderr).toContain(`accounts since 2026-11-22 (${federal}/FY27-Q4): 0 new, 0 changed, 0 gone`);
});

test("a store that cannot be opened loses nothing of the reading: report, issue, and exit code 3 with the reason", async () => {
  const ran = await on.audit([], { DATABASE_URL: "postgres://rollcall:example@127.0.0.1:1/rollcall" });
  expect([ran.code, ran.audit?.status, (await on.issues()).length]).toEqual([3, "complete", 1]);
  expect(ran.stderr).toContain(`${federal}: not compared with earlier audits, or not remembered for later ones:`);
  expect(ran.stderr).toContain("error: the database cannot be reached: ECONNREFUSED");
  const wrong = await on.audit([], { DATABASE_URL: "oracle://example" });
  expect([wrong.code, wrong.audit?.status]).toEqual([3, "complete"]);
  expect(wrong.stderr).toContain("DATABASE_URL is no address of a PostgreSQL");
});

test.each(["--no-publish", "--dry-run"])("with %s there is no store, and that is said", async (flag) => {
  const ran = await on.audit([flag], { DATABASE_URL: "postgres://rollcall:example@127.0.0.1:1/rollcall" });
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain("nothing was written, so nothing was remembered or compared with earlier audits");
  await on.audit([flag]);
  expect(existsSync(join(on.company.folder, ".rollcall"))).toBe(false);
});

test("two audits that start at once without a database make one, and both are in it", async () => {
  const [one, two] = await Promise.all([on.audit([federal]), on.audit(["zendesk-global"])]);
  expect([one.code, two.code]).toEqual([0, 0]);
  const { stdout } = await on.run(["db", "url"]);
  expect(await query(stdout.trim(), "select system from rollcall.audits order by system")).toEqual([
    ["zendesk-global"],
    [federal],
  ]);
});

test("a server that is killed while the platform is read is started again", async () => {
  await on.audit();
  await on.company.state({ server: federal, switches: { latency: 150 } });
  const running = on.audit(nextQuarter);
  const server = postmasterOf(data());
  await until(async () => (await on.company.books()).requests.length > 0, "it is reading");
  process.kill(server?.pid ?? 0, "SIGKILL");
  const ran = await running;
  expect([0, 3]).toContain(ran.code);
  expect([ran.audit?.status, ran.report?.period]).toEqual(["complete", "FY28-Q1"]);
  // Killed between the two, the run says that it is owed; the next one remembers.
  expect((await on.audit(nextQuarter)).code).toBe(0);
  const { stdout } = await on.run(["db", "url"]);
  expect(await query(stdout.trim(), "select id from rollcall.audits order by id")).toHaveLength(2);
});
