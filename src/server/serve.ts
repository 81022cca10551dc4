import type { Config } from "../model/config.ts";
import type { Secret } from "../model/secret.ts";
import { askedWork } from "./asked-work.ts";
import { contextWork, type Store } from "./context-work.ts";
import { dashboardApp } from "./dashboard-app.ts";
import { holdContext } from "./held.ts";
import { httpApp, listen } from "./http.ts";
import { type Opened, openLeases } from "./leases.ts";
import { liveHub } from "./live-hub.ts";
import { openLog } from "./log.ts";
import { pageFiles } from "./page/files.ts";
import { doorFault } from "./sign-in/door.ts";
import { signInApp } from "./sign-in/index.ts";
import { type Timing, timing as usual } from "./timing.ts";
import { told } from "./told.ts";
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
  /** E-mail of whoever opens the dashboard's link. */
  as: string;
  /** Folder of the built dashboard. */
  pageFolder: string;
  /** Where it listens, and the dashboard's one-time link; `null` = there is no dashboard. */
  onListening?(url: string, link: string | null): void;
  signal: AbortSignal;
}

/** Milliseconds in which jobs that start share one reading of the files. */
const fresh = 10_000;

/** Milliseconds after which a request waits for them to be read anew. */
const patience = 60_000;

/** Serves until `signal` is aborted. @throws usage, configuration and other errors that keep it from starting */
export async function serve(options: ServeOptions): Promise<void> {
  const { config, signal, clock, redact } = options;
  const { webhookToken } = config.serve;
  const host = options.host ?? config.serve.host;
  const shut = doorFault(config.serve, host);
  if (shut && !options.worker && !webhookToken) throw shut;
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
  const store = async () => (await memory.checked()).store;
  const held = holdContext({ open: options.open, fresh, patience, store, clock, warn, signal });
  const live = liveHub({ store, every: fresh });
  const asked = askedWork({ work, store, clock, log, signal });
  let link: string | null = null;
  // A request comes when it listens, and then it is known where.
  let url = config.serve.url ?? new URL("http://127.0.0.1");
  const signIn = signInApp({
    ...{ serve: config.serve, clock, log, store, as: options.as, doubt: live.doubt },
    url: () => url,
    current: () => held.using(async (context) => context),
    async record(entry) {
      await (await store()).journal.add({ ...entry, at: clock() });
    },
    tellLink(made) {
      link = made;
      // Whoever sees this line may come in, so it goes to the terminal and into no log that is kept.
      if (options.isTerminal) options.write(`\n  Dashboard: ${made}\n  (works once, signs in as ${options.as})\n\n`);
    },
  });
  const files = pageFiles(options.pageFolder);
  const dashboard = shut ? null : dashboardApp({ using: held.using, store, clock, signIn, files, live, asked, log });
  const hints = { webhookToken, health: worker.health, openAudits: work.openAudits, poll: worker.poll };
  const app = httpApp({ ...hints, dashboard, log });
  const listening = await listen(app, { host, port: options.port ?? config.serve.port });
  url = config.serve.url ?? new URL(listening.url);
  const does = [
    ...(options.worker ? [`working on ${config.systems.length} systems`] : []),
    ...(!options.worker && webhookToken ? ["taking hints for the workers"] : []),
    ...(dashboard ? ["serving the dashboard"] : []),
  ];
  log.info({ url: listening.url }, `${does.join(", ")}, listening on ${listening.url}`);
  if (shut) log.warn(told(shut));
  else signIn.started();
  options.onListening?.(listening.url, link);
  try {
    await worker.run(signal);
  } finally {
    // Whoever watches holds a connection: it would never end by itself.
    await live.close();
    await asked.settled();
    await listening.close();
    await held.close();
    await memory.close();
  }
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
  const answering = async () => {
    const database = await current();
    try {
      await database.store.answers();
      return database;
    } catch {
      await drop();
      return current();
    }
  };
  let asking: Promise<HeldDatabase> | null = null;
  return {
    current,
    /** Many who ask at once wait for one answer. @throws where the database is away */
    checked(): Promise<HeldDatabase> {
      asking ??= answering().finally(() => {
        asking = null;
      });
      return asking;
    },
    close: drop,
  };
}
