import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { canonicalJson } from "../model/json.ts";
import type { StoredToken } from "../model/sign-in.ts";
import { backup } from "./backup.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrations } from "./migrations.ts";
import { restore } from "./restore.ts";
import { openStore } from "./store.ts";
import { tables } from "./tables.ts";
import { finding, record, takenAt } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";

const { signal } = new AbortController();
const at = "2026-11-23T00:00:00.000Z";

async function databaseAt(url: string): Promise<Database> {
  const database = await openDatabase({ url, project: "/nowhere", signal });
  onTestFinished(database.close);
  return database;
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-backup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "backup.gz");
}

const [newer, older] = servers.map((server) => ({ ...server, on: useServer(server) }));
if (!newer || !older) throw new Error("two servers");

const users = Array.from({ length: 30_000 }, (_, index) => ({ id: String(index), name: `\\. \t\n\\N "Dana" ${index} é` }));

async function filled(url: string): Promise<Database> {
  const store = await openStore(await databaseAt(url), takenAt);
  const findings = [finding("zendesk-global/role-mismatch/account:1")];
  await store.remember(record({ users, groups: [] }, { findings, payload: { note: "\\N\t\\.\n" } }), signal);
  const gone = findings.map(({ key }) => key);
  await store.remember(record({ users: [] }, { scope: "recheck", asked: new Map([["users", ["\\N"]]]), gone }), signal);
  const intend = [{ id: "act:\\.\n", at, content: "\\N" }];
  const set = { dueAt: at, issue: { url: "https://gitlab.test/7", iid: 7 } };
  await store.change("zendesk-global/FY27-Q4", { at, actor: "dana", intend, set });
  await store.journal.add({ at, kind: "signed-in", actor: "dana\\.\n", payload: { from: "\\N\u0000" } });
  await store.signIn.tokens.make(token);
  const database = await databaseAt(url);
  await database.sql.insertInto("sessions").values(session).execute();
  return database;
}

const token: StoredToken = {
  ...{
    digest: "2".repeat(64),
    id: "one",
    email: "dana@acme.test",
    name: "Dana \\N",
    groups: ["a\t"],
    via: "sign-in",
    label: "ci",
  },
  ...{ scopes: ["read"], createdAt: at, expiresAt: at, usedAt: null, revokedAt: null },
};
const who = JSON.stringify({ email: "dana@acme.test" });
const session = {
  id_sha256: "1".repeat(64),
  email: "dana@acme.test",
  who,
  ...{ created_at: at, seen_at: at, expires_at: at },
};

async function contents(database: Database): Promise<unknown> {
  const all: Record<string, unknown> = {};
  for (const table of tables) {
    const rows = await database.sql.selectFrom(table).selectAll().execute();
    all[table] = rows.map((row) => canonicalJson(row)).sort();
  }
  return all;
}

describe.each([
  { from: older, to: newer },
  { from: newer, to: older },
])("from $from.name to $to.name", ({ from, to }) => {
  test("a backup is the same database elsewhere", async () => {
    const [source, file] = [await filled(await from.on.database()), temporary()];
    const counts = await backup(source, { file, at });
    expect(counts).toMatchObject({
      audits: 1,
      events: 3,
      snapshots: 2,
      findings: 1,
      sightings: 1,
      intents: 1,
      journal: 1,
      access_tokens: 1,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const target = await databaseAt(await to.on.database({ empty: true }));
    expect(await restore(target, { file, replace: false, at })).toEqual(counts);
    expect(await contents(target)).toEqual(await contents(source));
    expect(await target.sql.selectFrom("sessions").selectAll().execute()).toEqual([]);
  });
});

test("what is there is replaced only when asked, whole or not at all", async () => {
  const [database, file] = [await filled(await newer.on.database()), temporary()];
  await backup(database, { file, at });
  const before = await contents(database);
  await expect(restore(database, { file, replace: false, at })).rejects.toMatchObject({
    actor: "usage",
    message: "this database is not empty",
  });
  const text = gunzipSync(readFileSync(file)).toString("latin1");
  const cut = [
    ["in a table", readFileSync(file).subarray(0, statSync(file).size / 2)],
    ["after a table", gzipSync(text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1))],
    ["a row short", gzipSync(text.replace(/^zendesk-global\/FY27-Q4\t2\t.*\n/m, ""))],
    ["strange in a row", gzipSync(Buffer.from(text.replace("\tdraft\t", "\tno-such-state\t"), "latin1"))],
  ] as const;
  for (const [what, bytes] of cut) {
    const path = temporary();
    writeFileSync(path, bytes);
    await expect(restore(database, { file: path, replace: true, at }), what).rejects.toThrow(/cut short|not whole|refused/);
    expect(await contents(database), what).toEqual(before);
  }
  await restore(database, { file, replace: true, at });
  expect(await contents(database)).toEqual(before);
});

test("a backup with tables of an older version is brought up to date, of a newer one refused", async () => {
  const file = temporary();
  const header = { format: "rollcall.backup/1", schema: 1, at };
  const lines = [
    JSON.stringify(header),
    JSON.stringify({ table: "audits", columns: ["id", "system", "period", "state", "created_at"] }),
    "a/FY26-Q1\ta\tFY26-Q1\tclosed\t2026-01-01 00:00:00+00",
    "\\.",
    JSON.stringify({ end: true, rows: { audits: 1 } }),
    "",
  ];
  writeFileSync(file, gzipSync(lines.join("\n")));
  const database = await databaseAt(await older.on.database());
  await restore(database, { file, replace: false, at });
  const store = await openStore(database, at);
  await store.remember(record({ users: [{ id: "1" }] }), signal);
  expect((await database.sql.selectFrom("audits").select("id").execute()).length).toBe(2);
  writeFileSync(file, gzipSync(lines.join("\n").replace('"schema":1', `"schema":${migrations.length + 1}`)));
  await expect(restore(database, { file, replace: true, at })).rejects.toMatchObject({ actor: "stale" });
});

test.each([
  ["plain text", "no gzip", /is no backup of Rollcall/],
  ["another program's file", gzipSync('{"format":"other"}\n'), /is no backup of Rollcall/],
  ["no JSON", gzipSync("hello\n"), /is no backup of Rollcall/],
  ["nothing", gzipSync(""), /cut short/],
])("%s is no backup", async (_what, bytes, message) => {
  const file = temporary();
  writeFileSync(file, bytes);
  await expect(restore(await databaseAt(await newer.on.database()), { file, replace: false, at })).rejects.toThrow(message);
});

test("a file that is not there, a place that cannot be written, and nothing to back up are told", async () => {
  const database = await databaseAt(await newer.on.database());
  const file = join(temporary(), "no-such-folder/backup.gz");
  await expect(restore(database, { file, replace: false, at })).rejects.toMatchObject({ actor: "usage" });
  await expect(backup(database, { file, at })).rejects.toMatchObject({
    actor: "machine",
    message: expect.stringContaining("ENOENT"),
  });
  await expect(backup(database, { file: "/dev/full/x", at })).rejects.toMatchObject({ actor: "machine" });
  const empty = await databaseAt(await newer.on.database({ empty: true }));
  await expect(backup(empty, { file: temporary(), at })).rejects.toThrow("nothing to back up");
});
