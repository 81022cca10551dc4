import { sql } from "kysely";
import type { Running } from "../model/api/audit.ts";
import type { LiveEvent } from "../model/api/live.ts";
import type { Database } from "./database.ts";
import { listen } from "./listen.ts";
import { channel, type Notice } from "./notices.ts";
import { storableText } from "./text.ts";

/** What is heard of other processes, and of this one. */
export interface Listener {
  event(event: LiveEvent): void;
  /** `away`: the connection broke, and is being made anew. `back`: it is there again; anything may have happened meanwhile. */
  state?(state: "away" | "back"): void;
}

/** What goes on, told over all processes of one database. */
export interface Live {
  /** A reading said something. Written at most every quarter of a second an audit, the last always. Never throws: it is not worth a reading. */
  progress(running: Running): void;
  /** It ended, however it did. Never throws. */
  ended(audit: string): Promise<void>;
  /** @throws RollcallError */
  running(): Promise<Running[]>;
  /** On a connection of its own, until stopped: one a process is enough. Never throws: where the database is away it is tried on. */
  listen(listener: Listener): Promise<{ stop(): Promise<void> }>;
}

/** Milliseconds between two writes of one audit. */
const between = 250;

/** One audit that is read by this process. */
interface Told {
  last: Running;
  /** Whether `last` is still to be written. */
  owed: boolean;
  writing: Promise<void> | null;
  timer: NodeJS.Timeout | null;
  /** As `performance.now()` has it. */
  writtenAt: number;
}

export function live(database: Database, meant: <T>(work: Promise<T>) => Promise<T>): Live & { close(): Promise<void> } {
  const told = new Map<string, Told>();
  const listening = new Set<{ stop(): Promise<void> }>();
  return {
    progress,
    ended,
    running: () => meant(running(database)),
    async listen(listener) {
      const heard = await listen(database, {
        state: listener.state?.bind(listener) ?? (() => {}),
        notice: (notice) => tell(database, notice, listener),
      });
      const one = { stop: () => heard.stop().finally(() => listening.delete(one)) };
      listening.add(one);
      return one;
    },
    async close() {
      for (const { timer } of told.values()) clearTimeout(timer ?? undefined);
      await Promise.all([...listening].map((one) => one.stop()));
    },
  };

  function progress(said: Running): void {
    const one = told.get(said.audit) ?? {
      last: said,
      owed: true,
      writing: null,
      timer: null,
      writtenAt: Number.NEGATIVE_INFINITY,
    };
    told.set(said.audit, one);
    one.last = said;
    one.owed = true;
    soon(one);
  }

  function soon(one: Told): void {
    if (one.writing || one.timer || !one.owed) return;
    const wait = one.writtenAt + between - performance.now();
    if (wait <= 0) {
      write(one);
      return;
    }
    one.timer = setTimeout(() => {
      one.timer = null;
      write(one);
    }, wait).unref();
  }

  function write(one: Told): void {
    one.owed = false;
    one.writtenAt = performance.now();
    one.writing = keep(database, one.last)
      // The next thing that is said is written again.
      .catch(() => {})
      .then(() => {
        one.writing = null;
        if (told.get(one.last.audit) === one) soon(one);
      });
  }

  async function ended(audit: string): Promise<void> {
    const one = told.get(audit);
    told.delete(audit);
    clearTimeout(one?.timer ?? undefined);
    await one?.writing;
    await forget(database, audit, one?.last.started_at ?? null).catch(() => {});
  }
}

/** In one statement, so that whoever hears of it finds it. */
async function keep({ sql: database }: Database, running: Running): Promise<void> {
  const { audit, system, what, by, started_at, heard_at, ...progress } = running;
  const values = sql.join([audit, system, what, storableText(by), started_at, heard_at, JSON.stringify(progress)]);
  await sql`
    with kept as (
      insert into rollcall.running (audit, system, what, by, started_at, heard_at, progress) values (${values})
      on conflict (audit) do update set system = excluded.system, what = excluded.what, by = excluded.by,
        started_at = excluded.started_at, heard_at = excluded.heard_at, progress = excluded.progress
      returning audit)
    select pg_notify(${channel}, ${JSON.stringify({ kind: "running", audit } satisfies Notice)}) from kept`.execute(database);
}

/** Another process may be reading the same audit: its row stays. */
async function forget({ sql: database }: Database, audit: string, startedAt: string | null): Promise<void> {
  await sql`
    with gone as (
      delete from rollcall.running where audit = ${audit} and started_at = coalesce(${startedAt}::timestamptz, started_at))
    select pg_notify(${channel}, ${JSON.stringify({ kind: "ended", audit } satisfies Notice)})`.execute(database);
}

async function running({ sql: database }: Database, audit?: string): Promise<Running[]> {
  let query = database.selectFrom("running").selectAll();
  if (audit !== undefined) query = query.where("audit", "=", audit);
  const rows = await query.orderBy(sql`audit collate "C"`).execute();
  return rows.map(({ progress, ...row }) => ({ ...row, ...(progress as Pick<Running, "sources" | "note">) }));
}

/** What is said of a reading may be longer than a notice can be: it is looked up. */
async function tell(database: Database, notice: Notice, listener: Listener): Promise<void> {
  const { kind, audit } = notice;
  if (kind !== "running") return listener.event({ kind, audit });
  const [now] = await running(database, audit);
  if (now) listener.event({ kind: "running", running: now });
}
