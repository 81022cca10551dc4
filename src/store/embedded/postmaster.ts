import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What PostgreSQL itself writes into its data folder: https://www.postgresql.org/docs/current/storage-file-layout.html */
export interface Postmaster {
  pid: number;
  port: number;
  state: "starting" | "ready" | "stopping" | "standby" | "";
}

/** The server of a data folder, or `null` where none runs. What a dead one left behind is not a server. */
export function postmasterOf(data: string): Postmaster | null {
  const lines = readOrNull(join(data, "postmaster.pid"))?.split("\n") ?? [];
  const pid = Number(lines[0]);
  if (!pid || !isServer(pid, data)) return null;
  return { pid, port: Number(lines[3] ?? 0), state: (lines[7] ?? "").trim() as Postmaster["state"] };
}

/**
 * Takes away the note of a dead server whose process id another program has now: PostgreSQL would take that one for the server
 * and refuse to start. @returns whether there was one
 */
export function forgetStalePostmaster(data: string): boolean {
  const path = join(data, "postmaster.pid");
  const pid = Number(readOrNull(path)?.split("\n", 1)[0]);
  if (!pid || !isAlive(pid) || isServer(pid, data)) return false;
  rmSync(path, { force: true });
  return true;
}

/** Whether the process is a PostgreSQL of this data folder. One that has ended and waits to be reaped has no command line. */
function isServer(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  const command = commandOf(pid);
  return command.includes("postgres") && command.includes(data);
}

function commandOf(pid: number): string {
  if (process.platform === "linux") return readOrNull(`/proc/${pid}/cmdline`) ?? "";
  return spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
