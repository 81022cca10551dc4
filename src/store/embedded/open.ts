import { type ChildProcessByStdio, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type Actor, laterError, machineError, RollcallError } from "../../model/errors.ts";
import type { Secret } from "../../model/secret.ts";
import { ask, type Connected, locks, tryConnect } from "./connect.ts";
import { findPlace, onDisk, type Place } from "./place.ts";

export interface EmbeddedOptions {
  /** Milliseconds the server stays after its last client. */
  idle?: number;
  signal: AbortSignal;
}

/** The embedded database, running for as long as this is held. */
export interface Embedded {
  url: Secret;
  /** What the user should know. */
  note: string | null;
  release(): Promise<void>;
}

const opensWithin = 90_000;

/** Opens the embedded database of the project in this folder; starts it where it does not run. @throws machine, later and interrupted errors */
export async function openEmbedded(project: string, { idle = 10_000, signal }: EmbeddedOptions): Promise<Embedded> {
  const place = findPlace(project);
  const deadline = performance.now() + opensWithin;
  let note: string | null = null;
  for (;;) {
    signal.throwIfAborted();
    if (performance.now() > deadline) throw laterError(`the embedded database in ${place.folder} does not come up`, "run again");
    const connected = await tryConnect(place);
    if (!connected) note = await startKeeper(place, { project, idle, signal });
    else if (await isWelcome(connected)) {
      if (!(await isKept(connected))) note = await startKeeper(place, { project, idle, signal });
      return { url: connected.url, note, release: () => connected.client.end().catch(() => {}) };
    } else {
      // It is being stopped: the next one is started when it is gone.
      await connected.client.end().catch(() => {});
      await sleep(50);
    }
  }
}

/** Says that we need the server, for as long as the connection lasts. False where it is being stopped. */
function isWelcome({ client }: Connected): Promise<boolean> {
  return ask(client, "pg_try_advisory_lock_shared($1, $2)", [locks.space, locks.presence]).catch(() => false);
}

function isKept({ client }: Connected): Promise<boolean> {
  const held = "select from pg_locks where locktype = 'advisory' and classid = $1::int::oid and objid = $2::int::oid and granted";
  return ask(client, `exists (${held})`, [locks.space, locks.keeper]);
}

type Word = { ready: true; note: string | null } | { actor: Actor; message: string; fix: string | null };

/** Starts a keeper and waits for its word; where there is one already the new one ends by itself. @returns its note */
async function startKeeper(
  place: Place,
  options: { project: string; idle: number; signal: AbortSignal },
): Promise<string | null> {
  const path = join(place.folder, "keeper.log");
  const log = onDisk(place.folder, () => openSync(path, "w", 0o600));
  const program = join(import.meta.dirname, `keeper${extname(import.meta.filename)}`);
  // Nothing of our environment: it may hold tokens, and this process lives on.
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [program, options.project, String(options.idle)], {
    cwd: "/",
    env: { PATH, HOME, NODE_COMPILE_CACHE },
    detached: true,
    stdio: ["ignore", "pipe", log],
  }) as ChildProcessByStdio<null, Readable, null>;
  closeSync(log);
  child.unref();
  try {
    const word = await firstLine(child.stdout, options.signal);
    if (word === null) throw machineError("the keeper of the embedded database ended without a word", `see ${path}`);
    if ("ready" in word) return word.note;
    throw new RollcallError(word.actor, word.message, word.fix);
  } finally {
    child.stdout.destroy();
  }
}

async function firstLine(stream: Readable, signal: AbortSignal): Promise<Word | null> {
  const lines = createInterface({ input: stream, signal });
  for await (const line of lines) return JSON.parse(line) as Word;
  signal.throwIfAborted();
  return null;
}
