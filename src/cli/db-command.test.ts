import { chmodSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { removeProject } from "../store/testing/project.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { type Finished, rollcall } from "../testing/rollcall.ts";

const [, fifteen] = servers;
const server = useServer(fifteen);

/** A project's folder. What stands in its rollcall.yaml is nothing to `db`. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-db-"));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "rollcall.yaml"), "");
  onTestFinished(() => removeProject(folder));
  return folder;
}

function db(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return rollcall(["db", ...args], { cwd, env });
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows;
  } finally {
    await client.end();
  }
}

test("url prints the address and nothing else, and another program can use it", async () => {
  const folder = project();
  const { code, stdout, stderr } = await db(folder, ["url"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^postgres:\/\/rollcall:[\w-]{32}@127\.0\.0\.1:\d+\/rollcall\n$/)]);
  expect(stderr).toContain("stopped 10 seconds after its last connection");
  expect(await query(stdout.trim(), "select 1")).toEqual([[1]]);
  const url = await server.database();
  expect((await db(folder, ["url"], { DATABASE_URL: url })).stdout).toBe(`${url}\n`);
});

test("from a server into the embedded database and back, and never over what is there unless asked", async () => {
  const [folder, url] = [project(), await server.database()];
  await query(url, "insert into rollcall.audits values ('a/FY27-Q4', 'a', 'FY27-Q4', 'draft', '2026-11-22T12:00:00Z')");
  const backedUp = await db(folder, ["backup", "kept.gz"], { DATABASE_URL: url });
  expect([backedUp.code, backedUp.stdout, backedUp.stderr]).toEqual([0, "", "wrote kept.gz: 1 audits, 0 snapshots, 0 events\n"]);
  expect((await db(folder, ["restore", "kept.gz"])).code).toBe(0);
  const again = await db(folder, ["restore", "kept.gz"]);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("error: this database is not empty\n  → ")]);
  expect((await db(folder, ["restore", "kept.gz", "--replace"])).code).toBe(0);
  expect((await db(folder, ["backup", "back.gz"])).code).toBe(0);
  const other = await server.database({ empty: true });
  expect((await db(folder, ["restore", "back.gz"], { DATABASE_URL: other })).code).toBe(0);
  expect(await query(other, "select id from rollcall.audits")).toEqual([["a/FY27-Q4"]]);
});

test("a disk that is full leaves no half backup", async () => {
  const [folder, url] = [project(), await server.database()];
  await query(
    url,
    "insert into rollcall.audits select n || md5(n::text), md5(n::text), 'x', 'draft', '2026-01-01' from generate_series(1, 20000) n",
  );
  const { code, stderr } = await rollcall(["db", "backup", "kept.gz"], {
    cwd: folder,
    env: { DATABASE_URL: url, NODE_DISABLE_COMPILE_CACHE: "1" },
    through: ["sh", "-c", 'trap "" XFSZ; ulimit -f 200; exec "$@"', "sh"],
  });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/error: cannot write the backup .*EFBIG\n {2}→ free space/)]);
  expect(readdirSync(folder)).toEqual(["rollcall.yaml"]);
});

test("without a project, or with a file that is not there, it says so and makes nothing", async () => {
  const folder = project();
  const elsewhere = await db(folder, ["url", "--config", "other/rollcall.yaml"]);
  expect([elsewhere.code, elsewhere.stdout]).toEqual([2, ""]);
  expect(elsewhere.stderr).toContain("does not exist, so there is no database beside it");
  expect(existsSync(join(folder, "other"))).toBe(false);
  const missing = await db(folder, ["restore", "missing.gz"], { DATABASE_URL: await server.database() });
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("there is no file")]);
});

test.each([["url"], ["backup"], ["restore"]])("db %s --help has an example", async (verb) => {
  const { code, stdout } = await db(tmpdir(), [verb, "--help"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/Examples?:\n.*rollcall db/)]);
});
