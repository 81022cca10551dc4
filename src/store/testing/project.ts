import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { isAlive, type Postmaster, postmasterOf } from "../embedded/postmaster.ts";

/** Long enough that a client comes back within it, short enough to wait for. Milliseconds. */
export const idle = 800;

/** A folder with a database of its own, gone with its server when the test is over. `mode`: 0o700 keeps others out. */
export function project({ mode = 0o755, owner = null as number | null } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-store-"));
  chmodSync(folder, mode);
  if (owner !== null) chownSync(folder, owner, owner);
  onTestFinished(() => removeProject(folder));
  return folder;
}

/** Ends whatever runs for it, and deletes it with its data wherever that is. */
export async function removeProject(folder: string): Promise<void> {
  const pointer = join(folder, ".rollcall", "database-is-in");
  const elsewhere = existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : null;
  for (const pid of keepersOf(folder)) kill(pid);
  const server = serverOf(folder);
  if (server) {
    kill(server.pid);
    await until(() => !serverOf(folder), "the server ends");
  }
  for (const path of [folder, ...(elsewhere ? [elsewhere] : [])])
    rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

export function dataFolder(folder: string): string {
  const pointer = join(folder, ".rollcall", "database-is-in");
  return join(existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : join(folder, ".rollcall"), "database", "data");
}

export function serverOf(folder: string): Postmaster | null {
  return postmasterOf(dataFolder(folder));
}

/** Process ids of its keepers. */
export function keepersOf(folder: string): number[] {
  const list = execFileSync("ps", ["-eww", "-o", "pid=,stat=,args="], { encoding: "utf8", maxBuffer: 2 ** 26 });
  const lines = list.split("\n").filter((line) => line.includes("embedded/keeper.") && line.includes(folder));
  return lines.filter((line) => !/^\s*\d+\s+Z/.test(line)).map((line) => Number.parseInt(line, 10));
}

export function kill(pid: number): void {
  if (isAlive(pid)) process.kill(pid, "SIGKILL");
}

/** Waits for a condition of the outside world, by asking. @throws after 20 s */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`still not so: ${what}`);
    await sleep(20);
  }
}

export interface Holder {
  pid: number;
  url: string;
  note: string | null;
}

/** A process of its own that opens the project's database and holds it until it is killed. */
export async function hold(
  folder: string,
  { source = join(import.meta.dirname, "../.."), uid = null as number | null } = {},
): Promise<Holder> {
  const as = uid === null ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, [join(source, "store/testing/hold.ts"), folder, String(idle)], {
    ...as,
    cwd: "/",
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  const opened = await new Promise<{ url: string; note: string | null }>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.out += text;
      if (said.out.includes("\n")) resolve(JSON.parse(said.out) as { url: string; note: string | null });
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.err += text;
    });
    child.on("error", reject).on("close", () => reject(new Error(said.err)));
  });
  onTestFinished(() => kill(child.pid ?? 0));
  return { pid: child.pid ?? 0, ...opened };
}
