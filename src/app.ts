import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { checks } from "./checks/index.ts";
import type { Opened, OpenOptions } from "./cli/app-contract.ts";
import type { TrackerConfig } from "./config/config.ts";
import { loadExemptions } from "./config/exemptions.ts";
import { loadConfig } from "./config/load.ts";
import { unresolvedContacts } from "./core/contacts.ts";
import { unknownScopes } from "./core/exemption-scopes.ts";
import type { Context } from "./operations/context.ts";
import { platforms } from "./platforms/index.ts";
import type { Platform } from "./platforms/platform.ts";
import { loadRoster } from "./roster/load.ts";
import { RowFolder, temporaryFolder } from "./store/kept-rows.ts";
import { openTracker } from "./tracker/index.ts";
import type { Tracker } from "./tracker/tracker.ts";

/** The composition root, the only file that knows every concrete thing: reads configuration and roster and fills the Context every operation works with. @throws configuration errors of each file */
export async function open(options: OpenOptions): Promise<Opened> {
  const path = resolve(options.cwd, options.config);
  const config = await loadConfig(path, {
    env: options.env,
    platforms: new Map([...platforms].map(([id, platform]) => [id, platform.settings])),
    checkIds: new Map(checks.map((check) => [check.id, check.limits ?? {}])),
  });
  const roster = await loadRoster(config.roster, {
    allowEmpty: options.allowEmptyRoster,
    root: dirname(path),
    used: config.systems.flatMap((system) => platformOf(system.platform).rosterBlock?.(system) ?? []),
  });
  const { exemptions, knownGaps, warnings } = config.exemptions ? await loadExemptions(config.exemptions) : noExemptions;
  const folders = rowFolders();
  const context: Context = {
    config,
    roster,
    exemptions,
    knownGaps,
    platform: platformOf,
    tracker: trackers(config.tracker, config.rate),
    rows: folders.open,
    env: options.env,
    now: options.now ?? new Date().toISOString(),
    clock: () => new Date().toISOString(),
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
      ...unresolvedContacts(config, roster),
    ],
    close: async () => folders.remove(),
  };
}

const noExemptions = { exemptions: [], knownGaps: [], warnings: [] };

function platformOf(id: string): Platform {
  const platform = platforms.get(id);
  if (!platform) throw new Error(`no platform ${id}`);
  return platform;
}

/** One tracker for all systems of one configuration, so that a project's members are listed once. */
function trackers(common: TrackerConfig | null, rate: number): Context["tracker"] {
  const opened = new Map<TrackerConfig, Tracker>();
  return (system) => {
    const config = system.tracker ?? common;
    if (!config) return null;
    const tracker = opened.get(config) ?? openTracker(config, { rate });
    opened.set(config, tracker);
    return tracker;
  };
}

/** Rows of a run live in a folder of their own until the run ends: derived from, never kept beyond it. */
function rowFolders(): { open(system: string): RowFolder; remove(): void } {
  let parent: string | null = null;
  const remove = () => {
    if (parent) rmSync(parent, { recursive: true, force: true });
  };
  return {
    open(system) {
      // However the process ends, the accounts it read do not stay behind.
      if (parent === null) process.once("exit", remove);
      parent ??= temporaryFolder(join(tmpdir(), "rollcall-"));
      return new RowFolder(temporaryFolder(join(parent, `${system.replace(/[^\w-]/g, "_")}-`)));
    },
    remove,
  };
}
