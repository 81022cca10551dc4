import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { machineError } from "../../model/errors.ts";
import { type Binaries, program, whyNotRunning } from "./binaries.ts";
import { dataOf, giveTo, makeFolder, onDisk, type Place } from "./place.ts";

/** The database and its only user have this name. */
export const databaseName = "rollcall";

/** A fresh database is 40 MB, and its journal grows before it is used. */
const roomNeeded = 200 * 2 ** 20;

/**
 * Makes the database, once, whole or not at all: two processes that start together make one each and the first is kept.
 * @throws machine error where the disk is full or this machine cannot run the server
 */
export function initialise(place: Place, binaries: Binaries, { needs = roomNeeded } = {}): void {
  if (existsSync(place.database)) checkMajor(place, binaries);
  else makeOnce(place, { binaries, needs });
}

function makeOnce(place: Place, { binaries, needs }: { binaries: Binaries; needs: number }): void {
  onDisk(place.folder, () => {
    const parent = dirname(place.database);
    checkRoom(parent, needs);
    const unfinished = join(parent, `.database-${process.pid}`);
    try {
      make(unfinished, { place, binaries });
      renameSync(unfinished, place.database);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(place.database)) throw error;
    }
  });
}

/** Data of one major cannot be used by another. */
function checkMajor(place: Place, { version }: Binaries): void {
  const holds = onDisk(place.database, () => readFileSync(join(dataOf(place), "PG_VERSION"), "utf8")).trim();
  const major = version.split(".", 1)[0];
  if (holds === major) return;
  throw machineError(
    `the database in ${place.database} is of PostgreSQL ${holds}, and this Rollcall brings PostgreSQL ${major}`,
    `with the Rollcall that made it run: rollcall db backup before.gz; move ${place.database} away; then here: rollcall db restore before.gz`,
  );
}

function checkRoom(folder: string, needs: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= needs) return;
  throw machineError(
    `there is no room for a database in ${folder}: ${Math.floor((bavail * bsize) / 2 ** 20)} MB free, it takes 200 MB`,
    "free some space, or set DATABASE_URL",
  );
}

function make(folder: string, { place, binaries }: { place: Place; binaries: Binaries }): void {
  const [data, passwordFile] = [join(folder, "data"), join(folder, "for-initdb")];
  const password = randomBytes(24).toString("base64url");
  makeFolder(folder, place.user);
  makeFolder(data, place.user);
  giveTo(place.user, data);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(place.user, passwordFile);
  const options = ["--username", databaseName, "--pwfile", passwordFile, "--encoding=UTF8", "--locale=C", "--no-instructions"];
  const access = ["--auth-host=scram-sha-256", "--auth-local=reject"];
  run("initdb", ["--pgdata", data, ...options, ...access], { place, binaries });
  rmSync(passwordFile);
  // Here already, so that nobody ever finds a server without it.
  run("postgres", ["--single", "-D", data, "postgres"], { place, binaries, input: `create database ${databaseName}\n` });
  writeFileSync(join(folder, "password"), password, { mode: 0o600 });
}

function run(
  name: "initdb" | "postgres",
  args: string[],
  { place, binaries, input = "" }: { place: Place; binaries: Binaries; input?: string },
): void {
  const path = program(binaries, name);
  const env = { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" };
  const ran = spawnSync(path, args, { ...place.user, cwd: "/", env, input, encoding: "utf8" });
  if (ran.status === 0) return;
  const stderr = ran.stderr ?? "";
  const why = whyNotRunning(binaries, { ...ran, stderr });
  const said = stderr.trim().split("\n").slice(-3).join(" ");
  throw machineError(
    why ? `the embedded PostgreSQL does not run here: ${why}` : `a database could not be made in ${place.database}: ${said}`,
    /No space left/.test(stderr) ? "free some space, or set DATABASE_URL" : "set DATABASE_URL to a PostgreSQL 15 or newer",
    ran.error,
  );
}
