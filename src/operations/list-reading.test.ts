import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { account } from "../core/testing/scene.ts";
import type { SystemConfig } from "../model/config.ts";
import { compareIds } from "../model/json.ts";
import type { ListedKind, ListingSummary } from "../model/listing.ts";
import type { Row } from "../model/source.ts";
import type { Platform } from "../platforms/platform.ts";
import type { Store } from "../store/store.ts";
import { finding, record } from "../store/testing/records.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { clientAt, storeAt } from "../store/testing/stores.ts";
import type { Context } from "./context.ts";
import { listReading } from "./list-reading.ts";
import { aContext } from "./testing/memory-store.ts";

const { signal } = new AbortController();
const [monday, tuesday, wednesday] = ["2026-11-23T09:00:00.000Z", "2026-11-24T09:00:00.000Z", "2026-11-25T09:00:00.000Z"];

/** Its rows are accounts as they stand. */
const plain = {
  id: "zendesk",
  facts: () => ({ accounts: { mode: "all", sources: ["users"] } }),
  normalise: (rows) => ({
    accounts: [...rows.of("users")].map((row) => account({ grants: [], ...(row as object) })),
    credentials: [],
  }),
  expectation: () => null,
  counts: ({ accounts }) => ({ accounts: accounts.length }),
  notes: () => [],
} satisfies Partial<Platform> as unknown as Platform;

function systemOf(id: string): SystemConfig {
  const nothing = { admins: [], serviceAccounts: [], verifications: null, seats: null, followUp: {}, settings: {} };
  return { id, platform: "zendesk", name: "Zendesk Global", ...nothing } as unknown as SystemConfig;
}

function contextOf(store: Store, ...systems: SystemConfig[]): Context {
  const context = aContext(store, wednesday, { platform: () => plain, knownGaps: [], signal });
  return { ...context, config: { ...context.config, systems, checks: {}, emailDomains: [] } } as Context;
}

interface Shown {
  summary: Partial<ListingSummary>;
  lists: Partial<Record<ListedKind, string[]>>;
}

async function shown(store: Store, audit: string, system = audit.split("/")[0] ?? ""): Promise<Shown> {
  const { summary } = await listReading(contextOf(store, systemOf(system)), store, audit);
  if (!summary) throw new Error("no listing");
  // The ledger of a source read in part stays that of the reading under it.
  const { sources: _, changes: __, ...rest } = summary;
  const page = async (kind: ListedKind) => (await store.listings.page({ audits: [audit], kind, limit: 1000 })).items;
  return { summary: rest, lists: { account: await page("account"), person: await page("person") } };
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("law: with rereads laid over it a reading is listed as one of all those rows is", async () => {
    const [laid, whole] = [await storeAt(await on.database()), await storeAt(await on.database())];
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9 }).map(String), { maxLength: 6 });
    const names = fc.constantFrom("Dana", "Kim", "émile");
    const reread = fc.record({ asked: ids, left: fc.integer({ min: 0, max: 3 }), name: names });
    let run = 0;
    const law = async (base: string[], rereads: { asked: string[]; left: number; name: string }[]) => {
      run += 1;
      const audit = { id: `s${run}/FY27-Q4`, system: `s${run}`, period: "FY27-Q4" };
      const rows = new Map(base.map((id) => [id, row(id, "Dana")]));
      const findings = base.slice(0, 2).map((id) => about(audit.system, id));
      const common = { audit, findings, takenAt: monday };
      await laid.remember(record({ users: inOrder(rows) }, common), signal);
      for (const { asked, left, name } of rereads) {
        const there = asked.slice(left);
        for (const id of asked) rows.delete(id);
        for (const id of there) rows.set(id, row(id, name));
        const fresh = { users: there.toSorted(compareIds).map((id) => row(id, name)) };
        const more = { scope: "recheck" as const, asked: new Map([["users", asked]]), takenAt: tuesday };
        await laid.remember(record(fresh, { ...common, ...more }), signal);
      }
      const at = rereads.length > 0 ? tuesday : monday;
      await whole.remember(record({ users: inOrder(rows) }, { ...common, takenAt: at }), signal);
      expect(await shown(laid, audit.id)).toEqual(await shown(whole, audit.id));
    };
    await fc.assert(fc.asyncProperty(ids, fc.array(reread, { maxLength: 3 }), law), { numRuns: 25 });
  });

  test("a listing that is missing, of an older form, or of an earlier reading is made again from the rows", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const audit = "zendesk-global/FY27-Q4";
    await store.remember(record({ users: [row("1", "Dana")] }, { takenAt: monday }), signal);
    const first = await shown(store, audit);
    expect(first.summary).toMatchObject({ at: monday, remade: true, totals: { account: 1 } });
    const client = await clientAt(url);
    await client.query("update rollcall.listings set form = 0, summary = '{}'");
    expect(await shown(store, audit)).toEqual(first);
    await store.remember(record({ users: [row("1", "Dana"), row("2", "Kim")] }, { takenAt: tuesday }), signal);
    expect((await shown(store, audit)).summary).toMatchObject({ at: tuesday, totals: { account: 2 } });
    await client.query('update rollcall.listings set summary = (summary::jsonb || \'{"name": "as it was kept"}\')::json');
    expect((await shown(store, audit)).summary.name).toBe("as it was kept");
  });

  test("many who ask at once wait for one", async () => {
    const store = await storeAt(await on.database());
    await store.remember(record({ users: [row("1", "Dana")] }), signal);
    let kept = 0;
    const keep: Store["listings"]["keep"] = (...args) => {
      kept += 1;
      return store.listings.keep(...args);
    };
    const counting = { ...store, listings: { ...store.listings, keep } };
    const context = contextOf(counting, systemOf("zendesk-global"));
    const all = await Promise.all([1, 2, 3].map(() => listReading(context, counting, "zendesk-global/FY27-Q4")));
    expect([kept, all.every(({ summary }) => summary?.totals.account === 1)]).toEqual([1, true]);
  });

  test("findings are those that were found and are there still", async () => {
    const store = await storeAt(await on.database());
    const [one, two] = [about("zendesk-global", "1"), about("zendesk-global", "2")];
    const rows = { users: [row("1", "Dana"), row("2", "Kim")] };
    await store.remember(record(rows, { findings: [one, two], takenAt: monday }), signal);
    await store.remember(record(rows, { findings: [two], gone: [one.key], takenAt: tuesday }), signal);
    const { summary, lists } = await shown(store, "zendesk-global/FY27-Q4");
    expect(summary.resolved).toEqual([one.key]);
    expect(lists.account?.map((entry) => (JSON.parse(entry) as { findings: string[] }).findings)).toEqual([["F2"], []]);
  });

  test("where there are no rows, no system or no way to read them it says so, and makes nothing up", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const audit = "zendesk-global/FY27-Q4";
    const why = async (...systems: SystemConfig[]) => (await listReading(contextOf(store, ...systems), store, audit)).why;
    expect(await why(systemOf("zendesk-global"))).toContain("not kept any more");
    await store.remember(record({ users: [{ ...row("1", "Dana"), name: 5 } as unknown as Row] }), signal);
    expect(await why()).toContain("rollcall.yaml has no system zendesk-global");
    expect(await why(systemOf("zendesk-global"))).toContain("cannot be read by this version");
    await (await clientAt(url)).query("update rollcall.snapshots set thinned = true");
    expect(await why(systemOf("zendesk-global"))).toContain("not kept any more");
  });
});

function row(id: string, name: string): Row {
  return { id, name, email: `${name}.${id}@acme.test` };
}

function inOrder(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.values()].toSorted((a, b) => compareIds(a.id, b.id));
}

function about(system: string, id: string) {
  const named = { id, name: null, email: null, url: null };
  return finding(`${system}/role-mismatch/account:${id}`, { ref: `F${id}`, account: named });
}
