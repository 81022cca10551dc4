import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { laterError, machineError } from "../../model/errors.ts";
import { type Binaries, program, whyNotRunning } from "./binaries.ts";
import { type Connected, tryConnect } from "./connect.ts";
import { dataOf, type Place } from "./place.ts";
import { forgetStalePostmaster, isAlive, postmasterOf } from "./postmaster.ts";

/** How long a server may take to come up: after a crash it reads its journal first. Milliseconds. */
const startsWithin = 60_000;
const stopsWithin = 30_000;
const largestLog = 2 ** 20;

/** A connection to the server of this place, which is started if none runs. @throws machine error that says why it cannot run here */
export async function runningServer(place: Place, binaries: Binaries): Promise<Connected> {
  const deadline = performance.now() + startsWithin;
  for (;;) {
    const connected = await tryConnect(place);
    if (connected) return connected;
    if (!postmasterOf(dataOf(place))) await start(place, binaries);
    else await sleep(20);
    if (performance.now() > deadline)
      throw laterError(`the embedded database does not come up: see ${logOf(place)}`, "run again");
  }
}

/** Starts a server and waits until it answers or has ended; that another one was quicker is no fault. */
async function start(place: Place, binaries: Binaries): Promise<void> {
  forgetStalePostmaster(dataOf(place));
  const path = logOf(place);
  const before = sizeOf(path);
  const log = openSync(path, before > largestLog ? "w" : "a", 0o600);
  const settings = {
    listen_addresses: "127.0.0.1",
    port: await freePort(),
    unix_socket_directories: "",
    timezone: "UTC",
    jit: "off",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(program(binaries, "postgres"), ["-D", dataOf(place), ...args], {
    ...place.user,
    cwd: "/",
    env: { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" },
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const error = await upOrEnded(child, dataOf(place));
  if (error === null) return;
  const said = readFileSync(path, "utf8").slice(before > largestLog ? 0 : before);
  // Another starter's server holds the folder, a dead one's children still do, or another program took the port.
  if (/lock file|shared memory block|Address already in use|is another postmaster/.test(said)) return void (await sleep(100));
  const why = whyNotRunning(binaries, { ...(error instanceof Error ? { error } : {}), stderr: said });
  throw machineError(
    `the embedded database cannot be started: ${why ?? reasonIn(said)}`,
    `see ${path}${/No space left/.test(said) ? "; free some space" : ""}, or set DATABASE_URL`,
  );
}

/** @returns `null` once it is ready, else the exit code or why it could not be started */
async function upOrEnded(child: ChildProcess, data: string): Promise<null | number | Error> {
  let ended: number | Error | undefined;
  child.once("error", (error) => {
    ended = error;
  });
  child.once("exit", (code) => {
    ended ??= code ?? -1;
  });
  child.unref();
  const deadline = performance.now() + startsWithin;
  while (ended === undefined && performance.now() < deadline) {
    const postmaster = postmasterOf(data);
    if (postmaster?.pid === child.pid && postmaster?.state === "ready") return null;
    await sleep(10);
  }
  return ended ?? null;
}

function reasonIn(log: string): string {
  const lines = log.split("\n").filter((line) => /FATAL|PANIC|ERROR|HINT/.test(line));
  return lines.slice(-2).join(" ") || "it ended without a word";
}

/** A port of this machine's loopback nobody listens on. @throws machine error where none may be opened */
async function freePort(): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
    return (server.address() as { port: number }).port;
  } catch (error) {
    throw machineError(
      `no port of 127.0.0.1 may be opened here: ${(error as NodeJS.ErrnoException).code}`,
      "allow programs to listen on loopback, or set DATABASE_URL",
      error,
    );
  } finally {
    server.close();
  }
}

/** Ends the server in order: open transactions are rolled back, the journal is written. */
export async function stopServer(place: Place): Promise<void> {
  const postmaster = postmasterOf(dataOf(place));
  if (!postmaster) return;
  process.kill(postmaster.pid, "SIGINT");
  const deadline = performance.now() + stopsWithin;
  while (isAlive(postmaster.pid) && postmasterOf(dataOf(place))) {
    if (performance.now() > deadline) return void process.kill(postmaster.pid, "SIGQUIT");
    await sleep(20);
  }
}

function logOf(place: Place): string {
  return join(place.folder, "server.log");
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
