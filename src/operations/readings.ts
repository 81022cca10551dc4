import type { SystemConfig } from "../model/config.ts";
import { isFactRead } from "../model/fact.ts";
import type { ReportedSource } from "../model/report.ts";
import type { Scene } from "../model/scene.ts";
import type { Source } from "../model/source.ts";
import type { Context } from "./context.ts";
import { deriveAudit } from "./derive-audit.ts";
import type { LookedAt } from "./look-at-audits.ts";

type View = ReturnType<typeof deriveAudit>["view"];

/** What the last reading of an audit shows, derived from its kept rows. */
export interface Reading {
  takenAt: string;
  sources: ReportedSource[];
  scene: Scene;
  view: View;
  /** Whether accounts were read as a whole: where not, nobody is without access. */
  accountsRead: boolean;
}

/** Derives readings, and keeps the last few: the same rows, roster and configuration show the same. */
export interface Readings {
  /** `null` = nothing was read, or its rows are kept no more. */
  of(context: Context, audit: LookedAt): Promise<Reading | null>;
}

/** @param most readings kept, those asked for last */
export function openReadings(most = 24): Readings {
  const kept = new Map<string, Promise<Reading | null>>();
  return {
    of(context, looked) {
      if (!looked.system) return Promise.resolve(null);
      const { system } = looked;
      const { audit, last } = looked.memory;
      const rechecks = looked.memory.events.filter(({ kind }) => kind === "rechecked").length;
      const key = [audit.id, last.whole?.n, rechecks, context.roster.revision, context.now.slice(0, 10)].join(" ");
      const reading = kept.get(key) ?? derive(context, { audit: audit.id, system });
      kept.delete(key);
      kept.set(key, reading);
      reading.catch(() => kept.delete(key));
      for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest);
      return reading;
    },
  };
}

async function derive(context: Context, { audit, system }: { audit: string; system: SystemConfig }): Promise<Reading | null> {
  const read = await (await context.store()).lastRead(audit);
  if (!read) return null;
  const at = read.takenAt;
  const more = { query: "", startedAt: at, finishedAt: at, notFound: false, refused: false };
  const sources: Source[] = read.sources.map((source) => ({ ...source, ...more }));
  const { view, scene } = deriveAudit(context, { system, sources, rows: read.rows, earlierRefs: new Map() });
  const { accounts } = context.platform(system.platform).facts(system);
  // An audit of projects has no accounts to look at: nobody's are unread.
  const accountsRead = accounts === undefined || isFactRead(accounts, sources);
  return { takenAt: at, sources: read.sources, scene, view, accountsRead };
}
