import { followUpState } from "../../core/follow-up-state.ts";
import { aSource, team } from "../../core/testing/memory.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { AuditMemory } from "../../model/memory.ts";
import type { Store } from "../../store/store.ts";
import type { Context } from "../context.ts";
import { quiet } from "./quiet-store.ts";

/** A store that remembers these audits, and takes nothing. */
export function memoryStore(memories: readonly AuditMemory[]): Store {
  const refuse = () => Promise.reject(new Error("this store only remembers"));
  const newestFirst = memories.toSorted((a, b) => Date.parse(b.audit.openedAt) - Date.parse(a.audit.openedAt));
  return {
    ...quiet,
    note: null,
    lastComplete: async () => null,
    lastRead: async () => null,
    audits: async ({ systems, period }) =>
      memories
        .map(({ audit }) => audit)
        .filter((audit) => (systems?.includes(audit.system) ?? true) && (period === undefined || audit.period === period)),
    auditBefore: async ({ system, audit }) =>
      newestFirst.find(({ audit: one }) => one.system === system && one.id < audit && one.state !== "cancelled")?.audit.id ??
      null,
    memory: async (audit) => memories.find(({ audit: one }) => one.id === audit) ?? null,
    versions: async () => new Map(memories.map(({ audit, events }) => [audit.id, events.length])),
    acceptances: async ({ system, today }) =>
      newestFirst
        .filter(({ audit }) => audit.system === system)
        .flatMap((memory) => acceptances(memory))
        .filter(({ decision }) => (decision.until ?? "") >= today),
    remember: refuse,
    change: refuse,
    // Nobody signs in where only audits are remembered.
    signIn: {} as Store["signIn"],
    locked: (_audit, _signal, work) => work(),
    forget: refuse,
    thin: async () => 0,
    close: async () => {},
  };
}

function acceptances(memory: AuditMemory) {
  const { audit, findings } = followUpState(memory, aSource());
  return findings.flatMap(({ key, decisions }) =>
    decisions.filter(({ kind }) => kind === "accept").map((decision) => ({ audit, key, decision })),
  );
}

export const aSystem = {
  ...{ id: "zendesk-global", platform: "zendesk", name: "Zendesk Global", followUp: {} },
} as SystemConfig;

/** As far as what is remembered is asked for; the clock says `now`. */
export function aContext(store: Store, now: string, more: Partial<Context> = {}): Context {
  const config = { ...aSource().config, systems: [aSystem], exemptions: "/audits/exemptions.yaml" };
  return {
    config: config as unknown as Context["config"],
    roster: team,
    exemptions: [],
    platform: () => ({}) as ReturnType<Context["platform"]>,
    channels: { slack: null, email: null },
    store: async () => store,
    now,
    ...more,
  } as Context;
}
