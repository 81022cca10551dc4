import type { Config } from "../model/config.ts";
import { usageError } from "../model/errors.ts";
import type { Secret } from "../model/secret.ts";
import { contextWork, type Store } from "./context-work.ts";
import { httpApp, listen } from "./http.ts";
import { type Opened, openLeases } from "./leases.ts";
import { openLog } from "./log.ts";
import { type Timing, timing as usual } from "./timing.ts";
import { makeWorker } from "./worker.ts";

/** The database, held open over jobs. */
export interface HeldDatabase {
  url: Secret;
  store: Store;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** As it was read at the start: systems, schedule, and where to listen. */
  config: Config;
  /** Takes jobs; else it only listens. */
  worker: boolean;
  /** Instead of those of the configuration. */
  port?: number;
  host?: string;
  /** Everything a job works with, read anew. */
  open(): Promise<Opened>;
  /** Opened anew: an embedded database has another address after each start. */
  database(): Promise<HeldDatabase>;
  redact(text: string): string;
  clock(): string;
  /** For tests: a dead worker is missed sooner. */
  timing?: Timing;
  write(line: string): void;
  isTerminal: boolean;
  /** Where it listens, and its log from there on. */
  onListening?(url: string): void;
  signal: AbortSignal;
}

/** Milliseconds in which jobs that start share one reading of the files. */
const fresh = 10_000;

/** Serves until `signal` is aborted. @throws usage, configuration and other errors that keep it from starting */
export async function serve(options: ServeOptions): Promise<void> {
  const { config, signal, clock, redact } = options;
  const { webhookToken } = config.serve;
  if (!options.worker && !webhookToken) throw nothingToDo();
  const log = openLog(options);
  const memory = heldDatabase(options.database);
  const warn = (warning: string) => log.warn(warning);
  const using = openLeases({ open: options.open, fresh, clock, warn });
  const work = contextWork({ config, store: async () => (await memory.current()).store, using });
  const worker = makeWorker({
    work,
    takesJobs: options.worker,
    schedule: config.schedule,
    zone: config.timeZone,
    address: async () => (await memory.checked()).url.reveal(),
    timing: options.timing ?? usual,
    ...{ clock, log, redact },
  });
  const app = httpApp({ webhookToken, health: worker.health, openAudits: work.openAudits, poll: worker.poll, log });
  const listening = await listen(app, { host: options.host ?? config.serve.host, port: options.port ?? config.serve.port });
  options.onListening?.(listening.url);
  const does = options.worker ? `working on ${config.systems.length} systems` : "taking hints for the workers";
  log.info({ url: listening.url }, `${does}, listening on ${listening.url}`);
  try {
    await worker.run(signal);
  } finally {
    await listening.close();
    await memory.close();
  }
}

function nothingToDo(): Error {
  return usageError(
    "there is nothing to serve",
    "rollcall serve --worker does the audits and the follow-up; without --worker it only takes webhooks, which need serve.webhook_token in rollcall.yaml",
  );
}

/** One database at a time, opened when it is first needed and again when it does not answer any more. */
function heldDatabase(open: () => Promise<HeldDatabase>) {
  let held: Promise<HeldDatabase> | null = null;
  const current = () => {
    held ??= open().catch((error: unknown) => {
      held = null;
      throw error;
    });
    return held;
  };
  const drop = async () => {
    const old = await held?.catch(() => null);
    held = null;
    await old?.close();
  };
  return {
    current,
    /** @throws where the database is away */
    async checked(): Promise<HeldDatabase> {
      const database = await current();
      try {
        await database.store.audits({ ended: false });
        return database;
      } catch {
        await drop();
        return current();
      }
    },
    close: drop,
  };
}
