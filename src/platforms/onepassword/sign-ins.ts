import { laterError, platformError, RollcallError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { ConnectOptions, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import type { OpGroup } from "./op-group.ts";
import type { Program } from "./program.ts";
import { OrdinaryFailure } from "./refusal.ts";
import { signIn } from "./shapes.ts";

/** Runs of `op` at the same time, where it must be one for each member. */
const atOnce = 4;
/** What one user may take where all are asked for in one run, before anything is said. */
const userMs = 1000;

export interface SignInOptions extends Pick<ConnectOptions, "rate" | "onFailure"> {
  group: OpGroup;
}

/**
 * When the members last signed in, which no list of 1Password says: `op user get` for the members of the group and nobody else, all
 * in one run, by its stdin. An `op` that does not take them so is asked for one after the other, which is said first.
 * @throws platform error where somebody is missing in the end
 */
export async function* signInPages(program: Program, reading: Reading, options: SignInOptions): AsyncGenerator<Row[]> {
  yield* signInsOf(program, reading, { ...options, ids: new Set(await options.group.memberIds(reading)) });
}

/** The same of some members. Whoever is not in the group any more is not asked about: `op` would refuse them all for one it does not know. */
export async function* someSignIns(
  program: Program,
  reading: Reading,
  { users, ...options }: SignInOptions & { users: readonly string[] },
): AsyncGenerator<Row[]> {
  const members = new Set(await options.group.memberIds(reading));
  yield* signInsOf(program, reading, { ...options, ids: new Set(users.filter((id) => members.has(id))) });
}

async function* signInsOf(
  program: Program,
  reading: Reading,
  { ids, ...options }: SignInOptions & { ids: ReadonlySet<string> },
): AsyncGenerator<Row[]> {
  if (ids.size === 0) return;
  await afford(program, reading, { ...options, users: ids.size });
  const rows = new Map<string, Row>();
  const trouble = await askTogether(program, reading, { ids, rows });
  const missing = [...ids].filter((id) => !rows.has(id));
  if (missing.length > 0) {
    const why = trouble ?? `op user get - answered for ${rows.size} of ${ids.size}`;
    options.onFailure?.(`${why}; asking for ${missing.length} members one by one, ${missing.length} more runs of op`);
    await askOneByOne(program, reading, { ids: missing, rows });
  }
  yield [...rows.values()];
}

/** @returns why `op` could not do it, where that is no reason to give up */
async function askTogether(
  program: Program,
  reading: Reading,
  { ids, rows }: { ids: ReadonlySet<string>; rows: Map<string, Row> },
): Promise<string | null> {
  const input = `${JSON.stringify([...ids].map((id) => ({ id })))}\n`;
  try {
    for await (const value of program.list(["user", "get", "-"], { ...reading, input, patienceMs: ids.size * userMs })) {
      const row = keptRow(value);
      if (!ids.has(row.id)) throw platformError(`op user get - answered for ${row.id}, whom nobody asked for`);
      rows.set(row.id, row);
    }
    return null;
  } catch (error) {
    if (error instanceof OrdinaryFailure) return error.message;
    throw error;
  }
}

async function askOneByOne(
  program: Program,
  reading: Reading,
  { ids, rows }: { ids: readonly string[]; rows: Map<string, Row> },
): Promise<void> {
  const waiting = [...ids];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const answered = (await program.few(["user", "get", id], reading)).map(keptRow);
      const row = answered.find((one) => one.id === id);
      if (!row) throw platformError(`op user get ${id} printed nothing of that user`, "run the audit again");
      rows.set(id, row);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker)).finally(() => waiting.splice(0));
}

function keptRow(value: unknown): Row {
  const [row] = keepRows("sign-ins", [value], signIn);
  if (!row) throw new Error("a row in is a row out");
  return row;
}

/** A service account's reads are counted by the hour; a person's are not. */
async function afford(program: Program, reading: Reading, of: Omit<SignInOptions, "group"> & { users: number }): Promise<void> {
  if (!program.caller.isService) return;
  const left = await readsLeft(program, reading);
  const known = left === null ? "how many are left it does not say" : `${left.reads} are left`;
  of.onFailure?.(`the last sign-ins of ${of.users} members take ${of.users} reads of the service account: ${known}`);
  if (left === null || of.users <= left.reads * of.rate) return;
  throw laterError(
    `the last sign-ins of ${of.users} members take ${of.users} reads, ${left.reads} of the service account are left, and this run may take ${Math.floor(left.reads * of.rate)} of them (rate ${of.rate})`,
    `run again when they are reset${left.reset ? ` (${left.reset})` : ""}, or as a person: that is not counted`,
  );
}

interface Left {
  reads: number;
  /** When, in 1Password's words. */
  reset: string | null;
}

/** The lowest of the limits reads count against; `null` where `op` does not tell, which is no reason not to read. */
async function readsLeft(program: Program, reading: Reading): Promise<Left | null> {
  try {
    const limits = (await program.few(["service-account", "ratelimit"], reading)).map(limitOf);
    return limits.flatMap((one) => one ?? []).sort((a, b) => a.reads - b.reads)[0] ?? null;
  } catch (error) {
    if (error instanceof RollcallError && error.actor === "interrupted") throw error;
    return null;
  }
}

/** Nothing documents the keys of the JSON; those of the table in any case are what is looked for. */
function limitOf(value: unknown): Left | null {
  const row = new Map(Object.entries(value ?? {}).map(([key, one]) => [key.toLowerCase(), one]));
  const reads = Number(row.get("remaining") ?? Number.NaN);
  if (!/read/i.test(String(row.get("action") ?? "")) || !Number.isFinite(reads)) return null;
  const reset = row.get("reset");
  return { reads, reset: typeof reset === "string" || typeof reset === "number" ? String(reset).slice(0, 60) : null };
}
