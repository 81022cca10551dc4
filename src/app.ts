import { existsSync, rmSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { checks } from "./checks/index.ts";
import type { DatabaseOptions, Opened, OpenedDatabase, OpenOptions, ServeOptions } from "./cli/app-contract.ts";
import type { Config, TrackerConfig } from "./config/config.ts";
import { loadExemptions } from "./config/exemptions.ts";
import { loadConfig } from "./config/load.ts";
import { unresolvedContacts } from "./core/contacts.ts";
import { unknownScopes } from "./core/exemption-scopes.ts";
import { openEvidence } from "./evidence/index.ts";
import type { KeyPlace } from "./evidence/key-file.ts";
import { Slots } from "./http/client.ts";
import { Redactor } from "./http/redact.ts";
import { configurationError, RollcallError } from "./model/errors.ts";
import type { Roster } from "./model/person.ts";
import { type Secret, secretsIn } from "./model/secret.ts";
import { openChannels } from "./notify/index.ts";
import { hookTrouble, sendHook } from "./notify/webhook/send.ts";
import type { Context } from "./operations/context.ts";
import { platforms } from "./platforms/index.ts";
import type { Platform } from "./platforms/platform.ts";
import { loadRoster } from "./roster/load.ts";
import type { SignInProbe } from "./server/sign-in/provider.ts";
import type { Timing } from "./server/timing.ts";
import { RowFolder, temporaryFolder } from "./store/kept-rows.ts";
import type { Store } from "./store/store.ts";
import { openTracker } from "./tracker/index.ts";
import type { Tracker } from "./tracker/tracker.ts";
import { version } from "./version.ts";

/** The composition root, the only file that knows every concrete thing: reads configuration and roster and fills the Context every operation works with. @throws configuration errors of each file */
export async function open(options: OpenOptions): Promise<Opened> {
  const path = resolve(options.cwd, options.config);
  const config = await configOf(path, options);
  const slots = new Slots(requestsAtOnce);
  const roster = await rosterOf(config, { ...options, slots, root: dirname(path) });
  const { exemptions, knownGaps, warnings } = config.exemptions ? await loadExemptions(config.exemptions) : noExemptions;
  const folders = rowFolders();
  const stores = storeOf(path, options);
  const context: Context = {
    config,
    roster,
    exemptions,
    knownGaps,
    platform: platformOf,
    tracker: trackers(config.tracker, { rate: config.rate, slots }),
    channels: openChannels(config.notify, { rate: config.rate, slots }),
    sendHook: (hook, message, signal) => sendHook(hook, message, { signal }),
    hookTrouble,
    rows: folders.open,
    env: options.env,
    store: stores.open,
    evidence: openEvidence({ ...keyPlaceOf(path, config), folder: folders.scratch }),
    version,
    actor: whoRuns(),
    now: options.now ?? new Date().toISOString(),
    clock: () => new Date().toISOString(),
    slots,
    progress: options.progress,
    signal: options.signal,
  };
  return {
    context,
    warnings: [
      ...config.warnings,
      ...roster.warnings,
      ...warnings,
      ...unknownScopes(exemptions, knownGaps, {
        systems: config.systems.map(({ id }) => id),
        checks: checks.map(({ id }) => id),
      }),
      ...(roster === nobody ? [] : unresolvedContacts(config, roster)),
    ],
    close: async () => {
      folders.remove();
      await stores.close();
    },
  };
}

/** rollcall.yaml, read with every platform and check there is. */
export function configOf(path: string, { env }: Pick<OpenOptions, "env">): Promise<Config> {
  return loadConfig(path, {
    env,
    platforms: new Map([...platforms].map(([id, platform]) => [id, platform.settings])),
    checkIds: new Map(checks.map((check) => [check.id, check.limits ?? {}])),
  });
}

/** On the wire at once over all systems and trackers; each has a limit of its own besides. */
const requestsAtOnce = 16;

async function rosterOf(
  config: Config,
  { root, slots, progress, signal, ...options }: OpenOptions & { root: string; slots: Slots },
): Promise<Roster> {
  const tell = (note: string | null) => progress({ kind: "roster", note });
  if ("gitlab" in config.roster) tell(`reading from GitLab ${config.roster.gitlab.project}`);
  try {
    return await loadRoster(config.roster, {
      allowEmpty: options.allowEmptyRoster,
      root,
      used: config.systems.flatMap((system) => platformOf(system.platform).rosterBlock?.(system) ?? []),
      remote: { rate: config.rate, slots, signal, onWait: tell },
    });
  } catch (error) {
    if (!options.withoutRoster || !(error instanceof RollcallError) || error.actor === "interrupted") throw error;
    options.withoutRoster(error);
    return nobody;
  } finally {
    tell(null);
  }
}

const nobody: Roster = { source: "nothing", revision: "", people: [], warnings: [] };

const noExemptions = { exemptions: [], knownGaps: [], warnings: [] };

export function platformOf(id: string): Platform {
  const platform = platforms.get(id);
  if (!platform) throw new Error(`no platform ${id}`);
  return platform;
}

/** One tracker for all systems of one configuration, so that a project's members are listed once. */
function trackers(common: TrackerConfig | null, deps: { rate: number; slots: Slots }): Context["tracker"] {
  const opened = new Map<TrackerConfig, Tracker>();
  return (system) => {
    const config = system.tracker ?? common;
    if (!config) return null;
    const tracker = opened.get(config) ?? openTracker(config, deps);
    opened.set(config, tracker);
    return tracker;
  };
}

function keyPlaceOf(path: string, { evidence }: Pick<Config, "evidence">): KeyPlace {
  return { key: evidence.key, file: join(dirname(path), ".rollcall", "evidence-key.pem") };
}

/** Rows of a run live in a folder of their own until the run ends: derived from, never kept beyond it. */
export function rowFolders(): { open(system: string): RowFolder; scratch(): string; remove(): void } {
  let parent: string | null = null;
  const remove = () => {
    process.off("exit", remove);
    if (parent) rmSync(parent, { recursive: true, force: true });
  };
  const within = (name: string) => {
    // However the process ends, the accounts it read do not stay behind.
    if (parent === null) process.once("exit", remove);
    parent ??= temporaryFolder(join(tmpdir(), "rollcall-"));
    return temporaryFolder(join(parent, `${name}-`));
  };
  return {
    open: (system) => new RowFolder(within(system.replace(/[^\w-]/g, "_"))),
    scratch: () => within("evidence"),
    remove,
  };
}

/** The one store of a run, opened when somebody asks for it: a run that only reads has none. */
function storeOf(path: string, { env, signal }: OpenOptions): { open(): Promise<Store>; close(): Promise<void> } {
  let opening: Promise<Store> | null = null;
  const open = async () => (await openedStore(path, { env, signal }, new Date().toISOString())).store;
  return {
    open() {
      opening ??= open();
      return opening;
    },
    close: async () => (await opening?.catch(() => null))?.close(),
  };
}

/** What is remembered, on the project's database. @param at ISO 8601 */
async function openedStore(
  path: string,
  { env, signal }: Pick<OpenOptions, "env" | "signal">,
  at: string,
): Promise<{ url: Secret; store: Store }> {
  const [{ openDatabase }, { openStore }] = await Promise.all([import("./store/database.ts"), import("./store/store.ts")]);
  const database = await openDatabase({ url: env.DATABASE_URL, project: dirname(path), signal });
  return { url: database.url, store: await openStore(database, at) };
}

/** The machine's user and name: who somebody says to be is asked for elsewhere. */
function whoRuns(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // In a container the user id may have no name.
    return `${process.getuid?.() ?? "?"}@${hostname()}`;
  }
}

/** The database itself, for `rollcall db`. @throws configuration error where there is neither DATABASE_URL nor a project to have one */
export async function openDatabase({ config, cwd, env, signal }: DatabaseOptions): Promise<OpenedDatabase> {
  const path = resolve(cwd, config);
  if (!env.DATABASE_URL && !existsSync(path)) {
    throw configurationError(
      `${path} does not exist, so there is no database beside it`,
      "--config names it, or set DATABASE_URL",
    );
  }
  const { openDatabase: opened } = await import("./store/database.ts");
  const database = await opened({ url: env.DATABASE_URL, project: dirname(path), signal });
  const at = new Date().toISOString();
  return {
    url: database.url,
    isEmbedded: !env.DATABASE_URL,
    note: database.note,
    backup: async (file) => (await import("./store/backup.ts")).backup(database, { file: resolve(cwd, file), at }),
    restore: async (file, replace) =>
      (await import("./store/restore.ts")).restore(database, { file: resolve(cwd, file), replace, at }),
    close: database.close,
  };
}

/** `rollcall serve`. `inner`: for tests, and for a clock of one's own. @throws what keeps it from starting */
export async function serve(options: ServeOptions, inner: { clock?(): string; timing?: Timing } = {}): Promise<void> {
  const { cwd, env, signal } = options;
  const path = resolve(cwd, options.config);
  const config = await configOf(path, options);
  const clock = inner.clock ?? (() => new Date().toISOString());
  const redactor = new Redactor([...secretsIn(config)].map((secret) => secret.reveal()));
  const { serve: served } = await import("./server/serve.ts");
  await served({
    ...options,
    ...inner,
    config,
    clock,
    pageFolder: pageFolder(),
    redact: (text) => redactor.redact(text),
    open: () => open({ ...options, now: clock(), allowEmptyRoster: false, signal: neverAborted, progress: () => {} }),
    async database() {
      const { url, store } = await openedStore(path, { env, signal }, clock());
      return { url, store, close: store.close };
    },
  });
}

/** Whether the configured OpenID provider answers as one; `null` = there is none. */
export async function probeSignIn({ serve: { signIn } }: Config): Promise<SignInProbe | null> {
  return signIn && (await import("./server/sign-in/provider.ts")).probeProvider(signIn);
}

/** Built by Vite: beside this file where it is published, below `dist` in a checkout. */
function pageFolder(): string {
  const beside = join(import.meta.dirname, "web");
  return existsSync(beside) ? beside : join(import.meta.dirname, "..", "dist", "web");
}

/** Jobs bring signals of their own. */
const neverAborted = new AbortController().signal;
