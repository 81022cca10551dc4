import { endedStates } from "../../model/event.ts";
import type { SealedBundle } from "../../model/evidence.ts";
import type { AuditMemory, MemoryChange } from "../../model/memory.ts";
import type { Store } from "../../store/store.ts";
import { quiet } from "./quiet-store.ts";

/** Rounds are about what is said and done once; what is sealed has tests of its own. */
const sealed = { n: 1, sha256: "e".repeat(64), manifest: { events: { count: Number.MAX_SAFE_INTEGER } } } as SealedBundle;

/** One audit remembered in memory, with the promises of the store that the rounds of the follow-up rest on. */
export class HeldStore {
  readonly memory: AuditMemory;
  readonly #confirmed = new Set<string>();
  /** Asked before each change, and after it was kept: throws where we break there. */
  around: (when: "before" | "after") => void = () => {};

  constructor(memory: AuditMemory) {
    this.memory = memory;
  }

  /** As the operations see it. */
  get store(): Store {
    const { memory } = this;
    return {
      ...quiet,
      evidence: { ...quiet.evidence, bundles: async () => [sealed] },
      note: null,
      audits: async (of: { ended?: boolean }) =>
        of.ended === false && endedStates.includes(memory.audit.state) && memory.unconfirmed.length === 0 ? [] : [memory.audit],
      memory: async (id: string) => (id === memory.audit.id ? structuredClone(memory) : null),
      change: async (_: string, change: MemoryChange) => this.#change(change),
      locked: async <T>(_: string, __: AbortSignal, work: () => Promise<T>) => work(),
    } as unknown as Store;
  }

  #change({ at, actor, events = [], set = {}, intend = [], confirm = [] }: MemoryChange): void {
    this.around("before");
    const { memory } = this;
    for (const event of events) memory.events.push({ ...structuredClone(event), n: memory.events.length + 1, at, actor });
    Object.assign(memory.audit, set);
    for (const intent of intend)
      if (!this.#confirmed.has(intent.id) && !memory.unconfirmed.some(({ id }) => id === intent.id))
        memory.unconfirmed.push(structuredClone(intent));
    for (const id of confirm) this.#confirmed.add(id);
    memory.unconfirmed = memory.unconfirmed.filter(({ id }) => !confirm.includes(id));
    this.around("after");
  }
}
