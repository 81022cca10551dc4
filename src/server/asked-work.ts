import { RollcallError } from "../model/errors.ts";
import type { Store } from "./context-work.ts";
import type { Log } from "./log.ts";
import type { Work } from "./work.ts";

export interface AskedWorkOptions {
  work: Pick<Work, "runAudit" | "recheck">;
  store(): Promise<Store>;
  clock(): string;
  log: Log;
  signal: AbortSignal;
}

/** One reading somebody asked for on the page. */
export interface Wanted {
  /** Id of the audit, and its system. */
  audit: string;
  system: string;
  what: "audit" | "recheck";
  /** As events name them. */
  by: string;
}

/** Readings that are asked for on the page, and done here, whether this server takes jobs or not. */
export interface AskedWork {
  /** Begins it, and does not wait for it: how it goes is told to whoever watches. @throws stale error where it is being read already */
  begin(wanted: Wanted): Promise<void>;
  /** Until nothing that was begun is going on. */
  settled(): Promise<void>;
}

/** Milliseconds after which a reading that says nothing is taken for dead. */
const silence = 5 * 60_000;

export function askedWork({ work, store, clock, log, signal }: AskedWorkOptions): AskedWork {
  const going = new Map<string, Promise<void>>();
  return {
    async begin(wanted) {
      const memory = await store();
      const others = await memory.live.running();
      const isRead = others.some(({ audit, heard_at }) => audit === wanted.audit && isAlive(heard_at, clock()));
      if (going.has(wanted.audit) || isRead) throw goingOn(wanted.audit);
      // What is asked for is known, whatever becomes of it.
      const done = memory.journal.add(entry(wanted, { kind: "asked-for", at: clock() })).then(() => doing(wanted));
      going.set(
        wanted.audit,
        done.catch(() => {}).finally(() => going.delete(wanted.audit)),
      );
    },
    settled: async () => void (await Promise.all(going.values())),
  };

  async function doing(wanted: Wanted): Promise<void> {
    const { audit, system, what, by } = wanted;
    try {
      const ended = await (what === "audit" ? work.runAudit(system, signal, by) : work.recheck(audit, signal, by));
      log.info({ audit }, `${audit}: ${what} asked for by ${by}: ${ended}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.warn(`${audit}: ${what} asked for by ${by} failed: ${why}`);
      const failed = entry(wanted, { kind: "asked-for-failed", at: clock(), why });
      await (await store()).journal.add(failed);
    }
  }
}

function entry({ audit, what, by }: Wanted, { kind, at, ...more }: { kind: string; at: string; why?: string }) {
  return { at, kind, actor: by, payload: { audit, what, ...more } };
}

function isAlive(heardAt: string, now: string): boolean {
  return Math.abs(Date.parse(now) - Date.parse(heardAt)) < silence;
}

function goingOn(audit: string): RollcallError {
  return new RollcallError("stale", `${audit} is being read already`, "wait until it is done: the page shows how it goes");
}
