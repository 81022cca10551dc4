import type { Store } from "../../store/store.ts";

/** What the server has of a store, where nothing of it is kept and nobody listens. */
export const quiet: Pick<Store, "answers" | "listings" | "live" | "journal" | "activity" | "evidence" | "deliveries"> = {
  answers: async () => {},
  listings: {
    keep: async () => {},
    head: async () => null,
    summary: async () => null,
    summaries: async () => new Map(),
    page: async () => ({ items: [], total: 0 }),
    one: async () => null,
    async *all() {},
  },
  live: {
    progress() {},
    ended: async () => {},
    running: async () => [],
    listen: async () => ({ stop: async () => {} }),
  },
  journal: {
    add: async (entry) => ({ ...entry, id: "1" }),
    page: async () => ({ items: [], next: null }),
  },
  activity: { page: async () => ({ items: [], next: null, total: 0 }) },
  deliveries: { know: async () => {}, due: async () => [], passed: async () => {}, failed: async () => {} },
  evidence: {
    chain: async () => [],
    readings: async () => [],
    findings: async () => null,
    async *rows() {},
    kept: async () => ({ of: () => [] }),
    async *rosters() {},
    part: async () => "",
    bundles: async () => [],
    keepBundle: async () => 1,
    async *bundle() {},
  },
};
