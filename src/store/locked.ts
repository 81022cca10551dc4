import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { interruptedError, laterError, RollcallError } from "../model/errors.ts";
import type { Database } from "./database.ts";

/**
 * What a server's own settings may not do to whoever waits for a lock or holds it idle; and a holder whose machine vanished without a
 * word is found out within a minute.
 */
const session = `
  set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0;
  set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`;

/** Whose locks are held around what runs now: whoever takes one again would wait for itself. */
const around = new AsyncLocalStorage<readonly { database: Database; audit: string }[]>();

/**
 * Does `work` while nobody else has this audit's lock. PostgreSQL lets it go when the session that took it ends, so it goes with whoever
 * holds it. @throws interrupted error where the signal comes before the lock; later error where the lock broke while the work ran
 */
export async function locked<T>(
  database: Database,
  { audit, signal }: { audit: string; signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const held = around.getStore() ?? [];
  if (held.some((one) => one.database === database && one.audit === audit))
    throw new RollcallError("bug", `the lock of ${audit} is taken by whoever holds it`);
  const done = await database.apart(signal, async (client) => {
    await client.query(session);
    await takeLock(client, keyOf(audit), signal);
    const [outcome] = await Promise.allSettled([around.run([...held, { database, audit }], work)]);
    const wasHeld = await letGo(client, keyOf(audit));
    if (!wasHeld && outcome.status === "fulfilled") throw lockBroke(audit);
    return outcome;
  });
  if (done.status === "rejected") throw done.reason;
  return done.value;
}

/** Two audits with the same key would only wait for each other. */
function keyOf(audit: string): [number, number] {
  const digest = createHash("sha256").update(`rollcall audit ${audit}`).digest();
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}

async function takeLock(client: ClientBase, key: [number, number], signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(interruptedError());
  signal.addEventListener("abort", stop, { once: true });
  const taken = client.query("select pg_advisory_lock($1, $2)", key);
  // Where it is given up, so is the connection, and with it a lock that comes too late.
  taken.catch(() => {});
  try {
    if (signal.aborted) stop();
    await Promise.race([aborted, taken]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** @returns whether it was still ours */
async function letGo(client: ClientBase, key: [number, number]): Promise<boolean> {
  try {
    const { rows } = await client.query<{ held: boolean }>("select pg_advisory_unlock($1, $2) as held", key);
    return rows[0]?.held === true;
  } catch {
    return false;
  }
}

function lockBroke(audit: string): Error {
  return laterError(
    `the connection that held the lock of ${audit} broke while it was worked on: another run may have worked on it at the same time`,
    "run again; where this happens often, see the guide on the database: a lock needs a session of its own",
  );
}
