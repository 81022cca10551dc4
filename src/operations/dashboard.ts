import { type AuditOverview, auditOverview } from "../core/audit-overview.ts";
import type { AuditMemory } from "../model/memory.ts";
import { dayIn, periodOf } from "../model/period.ts";
import type { Context } from "./context.ts";
import { type LookedAt, lookedAt } from "./look-at-audits.ts";
import { openReadings, type Reading, type Readings } from "./readings.ts";

/** What the pages of the dashboard are made from: what is remembered and what it comes to, held over requests. */
export interface Dashboard {
  context: Context;
  /** The period `now` is in. */
  period: string;
  /** Every audit, of systems that are still configured, by id. */
  audits: ReadonlyMap<string, LookedAt>;
  reading(audit: LookedAt): Promise<Reading | null>;
  overview(audit: LookedAt): AuditOverview | null;
}

/** Looks at everything remembered, and keeps what did not change since. */
export interface Looks {
  at(context: Context): Promise<Dashboard>;
}

export function openLooks(readings: Readings = openReadings()): Looks {
  const kept = new Map<string, { version: number; memory: AuditMemory }>();
  return {
    async at(context) {
      const store = await context.store();
      const versions = await store.versions();
      const known = new Set(context.config.systems.map(({ id }) => id));
      const ids = [...versions.keys()].filter((id) => known.has(id.slice(0, id.lastIndexOf("/"))));
      const memories = await Promise.all(ids.map((id) => memoryOf(id, versions.get(id) ?? 0)));
      const looked = memories.flatMap((memory) => (memory ? [lookedAt(context, memory)] : []));
      const { config, now } = context;
      return {
        context,
        period: periodOf(dayIn(now, config.timeZone), config.fiscalYearStarts).id,
        audits: new Map(looked.map((one) => [one.memory.audit.id, one])),
        reading: (audit) => readings.of(context, audit),
        overview: ({ memory, state }) => state && auditOverview({ memory, state }, now),
      };

      async function memoryOf(id: string, version: number): Promise<AuditMemory | null> {
        const held = kept.get(id);
        if (held?.version === version) return held.memory;
        const memory = await store.memory(id);
        if (memory) kept.set(id, { version, memory });
        return memory;
      }
    },
  };
}

/** Whether its system is one of rollcall.yaml. */
export function isConfigured({ config }: Pick<Context, "config">, audit: string): boolean {
  return config.systems.some(({ id }) => id === audit.slice(0, audit.lastIndexOf("/")));
}

/** The audits of one period, in the order of rollcall.yaml. */
export function auditsOf({ context, audits }: Dashboard, period: string): LookedAt[] {
  return context.config.systems.flatMap(({ id }) => audits.get(`${id}/${period}`) ?? []);
}

/** Periods there is anything of, and this one; newest first. */
export function periodsOf({ audits, period }: Dashboard): string[] {
  const all = new Set([period, ...[...audits.values()].map(({ memory }) => memory.audit.period)]);
  return [...all].sort().reverse();
}
