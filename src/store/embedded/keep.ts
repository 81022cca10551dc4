import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { type Binaries, copyBinaries, installedBinaries, linkLibraries } from "./binaries.ts";
import { ask, locks } from "./connect.ts";
import { initialise } from "./init.ts";
import { findPlace, makeFolder, type Place, passwordFileOf } from "./place.ts";
import { runningServer, stopServer } from "./server.ts";
import { mayReach } from "./user.ts";

export interface KeepOptions {
  /** Milliseconds without a client after which the server is stopped. */
  idle: number;
  /** The server answers, by whomever it is kept. `note` is what the user should know. */
  onReady(note: string | null): void;
  /** Aborted where the keeper itself is told to end. */
  signal: AbortSignal;
}

/**
 * Keeps the server of one project: starts it or adopts a running one, and stops it when nobody has needed it for a while.
 * There is one keeper a server: whoever holds its lock. @throws machine errors
 */
export async function keep(project: string, { idle, onReady, signal }: KeepOptions): Promise<void> {
  const place = findPlace(project);
  const { binaries, note } = usableBinaries(place, installedBinaries());
  initialise(place, binaries);
  const { client } = await runningServer(place, binaries);
  const isKeeper = await ask(client, "pg_try_advisory_lock($1, $2)", [locks.space, locks.keeper]);
  onReady(note);
  try {
    if (isKeeper && (await untilUnneeded(client, { place, idle, signal }))) await stopServer(place);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The binaries as installed where they can be used there, else a copy. */
export function usableBinaries(place: Place, installed: Binaries): { binaries: Binaries; note: string | null } {
  if (linkLibraries(installed) && mayReach(installed.native, place.user)) return { binaries: installed, note: null };
  makeFolder(place.copies, place.user);
  const binaries = copyBinaries(installed, place.copies);
  return {
    binaries,
    note: `the embedded PostgreSQL runs from a copy in ${binaries.native}: it cannot be used where it was installed`,
  };
}

/** @returns true when the server is to be stopped, false when it is gone already */
async function untilUnneeded(
  client: Client,
  { place, idle, signal }: Pick<KeepOptions, "idle" | "signal"> & { place: Place },
): Promise<boolean> {
  let unneededSince: number | null = null;
  for (;;) {
    // Whoever deletes the folder wants no database any more.
    if (signal.aborted || !existsSync(place.folder) || !existsSync(passwordFileOf(place))) return true;
    try {
      if (await isNeeded(client)) unneededSince = null;
      else unneededSince ??= performance.now();
      if (unneededSince !== null && performance.now() - unneededSince >= idle) {
        if (await closeDoor(client)) return true;
        unneededSince = null;
      }
    } catch {
      return false;
    }
    await sleep(Math.min(500, idle / 4), null, { signal }).catch(() => {});
  }
}

function isNeeded(client: Client): Promise<boolean> {
  return ask(client, "exists (select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())");
}

/** Nobody who comes from now on gets in, and nobody came before: decided by the server, so that no client falls between. */
async function closeDoor(client: Client): Promise<boolean> {
  const presence = [locks.space, locks.presence];
  if (!(await ask(client, "pg_try_advisory_lock($1, $2)", presence))) return false;
  if (!(await isNeeded(client))) return true;
  await ask(client, "pg_advisory_unlock($1, $2)", presence);
  return false;
}
