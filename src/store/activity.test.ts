import { describe, expect, test } from "vitest";
import type { Activity, ActivityQuery } from "./activity.ts";
import { cursorOf } from "./cursor.ts";
import type { Store } from "./store.ts";
import { record } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { rowsOf, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const [zendesk, pagerduty] = ["zendesk-global/FY27-Q4", "pagerduty/FY27-Q4"];

function at(minute: number): string {
  return `2026-11-22T12:${String(minute).padStart(2, "0")}:00.000Z`;
}

/** Two audits opened and read in the same minute, a change, and a journal beside them. */
async function filled(url: string): Promise<Store> {
  const store = await storeAt(url);
  for (const id of [zendesk, pagerduty]) {
    const [system = "", period = ""] = id.split("/");
    await store.remember(record({}, { audit: { id, system, period }, takenAt: at(1), actor: "worker" }), signal);
  }
  const events = [{ kind: "follow-up-started" as const, by: "lee@acme.test", since: at(2) }];
  await store.change(zendesk, { at: at(2), actor: "Lee@acme.test", events });
  for (const minute of [0, 1, 3])
    await store.journal.add({ at: at(minute), kind: "signed-in", actor: "dana@acme.test", payload: {} });
  return store;
}

async function everything(store: Store, query: Partial<ActivityQuery> = {}): Promise<Activity[]> {
  const all: Activity[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await store.activity.page({ audits: null, journal: true, limit: 2, before, ...query });
    all.push(...page.items);
    expect(page.items.length).toBeLessThanOrEqual(query.limit ?? 2);
    if (page.next === null) {
      expect(page.total).toBe(all.length);
      return all;
    }
    before = page.next;
  }
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("everything that happened comes page by page, newest first, nothing twice and nothing left out", async () => {
    const store = await filled(await on.database());
    const all = await everything(store);
    expect(all.map(({ at: time, audit, n, kind }) => [time, audit, n, kind])).toEqual([
      [at(3), null, null, "signed-in"],
      [at(2), zendesk, 3, "follow-up-started"],
      [at(1), zendesk, 2, "snapshot-taken"],
      [at(1), zendesk, 1, "audit-opened"],
      [at(1), pagerduty, 2, "snapshot-taken"],
      [at(1), pagerduty, 1, "audit-opened"],
      [at(1), null, null, "signed-in"],
      [at(0), null, null, "signed-in"],
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(8);
    expect(all[1]).toMatchObject({ id: `${zendesk}#3`, payload: { by: "lee@acme.test" } });
    expect(await everything(store, { limit: 100 })).toEqual(all);
  });

  test("it can be asked for by audit, kind and who did it", async () => {
    const store = await filled(await on.database());
    const kinds = async (query: Partial<ActivityQuery>) => (await everything(store, query)).map(({ kind }) => kind);
    expect(await kinds({ audits: [pagerduty], journal: false })).toEqual(["snapshot-taken", "audit-opened"]);
    expect(await kinds({ audits: [], journal: false })).toEqual([]);
    expect(await kinds({ audits: [] })).toEqual(["signed-in", "signed-in", "signed-in"]);
    expect(await kinds({ kind: "audit-opened" })).toEqual(["audit-opened", "audit-opened"]);
    expect(await kinds({ actor: "LEE@" })).toEqual(["follow-up-started"]);
    expect(await kinds({ actor: "%" })).toEqual([]);
    expect(await kinds({ actor: "\u0000'; --" })).toEqual([]);
  });

  test("a cursor of ours leads on, and any other is refused", async () => {
    const store = await filled(await on.database());
    const forged = [
      ["now", "", 0],
      ["2026-02-31T12:00:00.000000Z", "", 0],
      [at(1), "a", 0],
      ["x"],
      [],
      ["2026-11-22T12:00:00.000000Z", "\u0000", 1],
    ];
    for (const before of ["", "x", "!!", ...forged.map(cursorOf)])
      await expect(store.activity.page({ audits: null, journal: true, limit: 1, before }), before).rejects.toThrow(
        "cursor leads nowhere",
      );
  });

  test("the journal is paged by itself, and never changed", async () => {
    const url = await on.database();
    const store = await filled(url);
    const first = await store.journal.page({ limit: 2 });
    expect(first.items.map((entry) => entry.at)).toEqual([at(3), at(1)]);
    const rest = await store.journal.page({ limit: 2, before: first.next ?? "" });
    expect([rest.items.map((entry) => entry.at), rest.next]).toEqual([[at(0)], null]);
    expect((await store.journal.page({ kind: "x", limit: 2 })).items).toEqual([]);
    for (const sql of ["delete from rollcall.journal", "update rollcall.journal set actor = 'x'", "truncate rollcall.journal"])
      await expect(rowsOf(url, sql)).rejects.toThrow("only ever added");
  });
});
