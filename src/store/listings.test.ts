import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ListingSummary } from "../model/listing.ts";
import type { PageQuery } from "./listings.ts";
import type { Store } from "./store.ts";
import { type ListedLine, listingOf } from "./testing/listed.ts";
import { record } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, rowsOf, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";
const other = "pagerduty/FY27-Q4";

async function opened(url: string): Promise<Store> {
  const store = await storeAt(url);
  for (const id of [audit, other]) {
    const [system = "", period = ""] = id.split("/");
    await store.remember(record({}, { audit: { id, system, period } }), signal);
  }
  return store;
}

function keep(store: Store, lines: readonly ListedLine[], { n = 1, of = audit } = {}): Promise<void> {
  return store.listings.keep(of, { ...listingOf(lines, of), n }, signal);
}

async function idsOf(store: Store, query: Partial<PageQuery> = {}): Promise<{ ids: string[]; total: number }> {
  const { items, total } = await store.listings.page({ audits: [audit], kind: "account", limit: 100, ...query });
  return { ids: items.map((item) => (JSON.parse(item) as ListedLine).id), total };
}

async function all(entries: AsyncIterable<string>): Promise<string[]> {
  const taken: string[] = [];
  for await (const entry of entries) taken.push(entry);
  return taken;
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("a listing is paged as it was kept, and comes in the place of the one before", async () => {
    const store = await opened(await on.database());
    await keep(store, [{ id: "old" }]);
    await keep(
      store,
      Array.from({ length: 7 }, (_, index) => ({ id: String(index) })),
      { n: 2 },
    );
    expect(await idsOf(store, { limit: 3 })).toEqual({ ids: ["0", "1", "2"], total: 7 });
    expect(await idsOf(store, { limit: 3, offset: 5 })).toEqual({ ids: ["5", "6"], total: 7 });
    expect(await idsOf(store, { limit: 3, offset: 9 })).toEqual({ ids: [], total: 7 });
    expect(await store.listings.head(audit)).toMatchObject({ n: 2, newest: 1, at: "2026-11-22T12:00:00.000Z" });
    expect((await store.listings.summary(audit))?.totals).toEqual({ account: 7, person: 0, credential: 0 });
  });

  test("who comes second with an earlier reading changes nothing", async () => {
    const store = await opened(await on.database());
    await keep(store, [{ id: "later" }], { n: 2 });
    await keep(store, [{ id: "earlier" }], { n: 1 });
    expect(await idsOf(store)).toEqual({ ids: ["later"], total: 1 });
  });

  test("two who keep a listing at once: one of them stands, whole", async () => {
    const url = await on.database();
    const [one, two] = [await opened(url), await storeAt(url)];
    const many = (from: string) => Array.from({ length: 300 }, (_, index) => ({ id: `${from}${index}` }));
    await Promise.all([keep(one, many("a")), keep(two, many("b"))]);
    const { ids, total } = await idsOf(one, { limit: 1000 });
    expect([total, new Set(ids.map((id) => id[0])).size]).toEqual([300, 1]);
  });

  test("what breaks in the middle leaves what was there", async () => {
    const store = await opened(await on.database());
    await keep(store, [{ id: "kept" }]);
    const { summary, entries } = listingOf([{ id: "new" }], audit);
    const broken = {
      *[Symbol.iterator]() {
        yield* entries;
        throw new Error("no more");
      },
    };
    await expect(store.listings.keep(audit, { summary, entries: broken, n: 2 }, signal)).rejects.toThrow();
    expect(await idsOf(store)).toEqual({ ids: ["kept"], total: 1 });
  });

  test("outside text of any kind comes back as it was, and is found", async () => {
    const store = await opened(await on.database());
    const names = [
      '\\N\t"{}, \\. \n',
      "a\u0000b",
      "\ud800 half",
      "'; drop table rollcall.listed; --",
      "%_",
      "İstanbul ﬁ",
      "王芳",
    ];
    const facets = (name: string) => [`class:${name}`];
    await keep(
      store,
      names.map((name) => ({ id: name, words: name, facets: facets(name), person: name })),
    );
    expect((await idsOf(store)).ids).toEqual(names);
    for (const name of names) {
      expect(await idsOf(store, { words: name }), name).toMatchObject({ ids: expect.arrayContaining([name]) });
      expect(await idsOf(store, { person: name }), name).toEqual({ ids: [name], total: 1 });
      expect(JSON.parse((await store.listings.one({ audit, kind: "account", id: name })) ?? "null"), name).toMatchObject({
        id: name,
      });
    }
    expect((await idsOf(store, { words: "%" })).ids).toEqual(["%_"]);
    expect((await idsOf(store, { facets: facets("%_") })).ids).toEqual(["%_"]);
    expect((await idsOf(store, { words: "FI istanbul" })).total).toBeLessThanOrEqual(1);
  });

  test("any question is answered as looking through all of them would", async () => {
    const store = await opened(await on.database());
    const facet = fc.constantFrom("class:full", "class:light", "only:nobody", "severity:high");
    const line = fc.record({
      words: fc.constantFrom("Dana Whitfield", "dana@acme.test", "Kim", "kim whitfield"),
      facets: fc.uniqueArray(facet, { maxLength: 3 }),
      name: fc.option(fc.integer({ min: 0, max: 99 })),
    });
    const question = fc.record({
      facets: fc.uniqueArray(facet, { maxLength: 2 }),
      words: fc.constantFrom("", "dana", "WHITFIELD  dana", "nobody"),
      sort: fc.constantFrom(undefined, "by_name" as const),
      order: fc.constantFrom("asc" as const, "desc" as const),
      offset: fc.integer({ min: 0, max: 12 }),
      limit: fc.integer({ min: 1, max: 12 }),
    });
    let n = 0;
    const ask = async (lines: Omit<ListedLine, "id">[], query: Omit<PageQuery, "audits" | "kind">) => {
      n += 1;
      const kept = lines.map((one, index) => ({ ...one, id: String(index) }));
      await keep(store, kept, { n });
      expect(await idsOf(store, query)).toEqual(byLooking(kept, query));
    };
    await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 12 }), question, ask), { numRuns: 60 });
  });

  test("over several audits the worst come first, and then the audits in their order", async () => {
    const store = await opened(await on.database());
    const high = ["severity:high"];
    await keep(store, [
      { id: "z1", facets: high },
      { id: "z2", person: "dana" },
    ]);
    await keep(store, [{ id: "p1", facets: ["severity:critical"], person: "dana" }, { id: "p2" }], { of: other });
    expect(await idsOf(store, { audits: [audit, other] })).toEqual({ ids: ["p1", "z1", "z2", "p2"], total: 4 });
    expect(await idsOf(store, { audits: [other, audit], limit: 2, offset: 2 })).toEqual({ ids: ["p2", "z2"], total: 4 });
    expect(await idsOf(store, { audits: [other, audit], limit: 2, offset: 9 })).toEqual({ ids: [], total: 4 });
    expect(await idsOf(store, { audits: [audit, other], person: "dana" })).toEqual({ ids: ["p1", "z2"], total: 2 });
    expect(await idsOf(store, { audits: ["nobody/FY27-Q4"] })).toEqual({ ids: [], total: 0 });
    expect([...(await store.listings.summaries([audit, other, "nobody/FY27-Q4"])).keys()].sort()).toEqual([other, audit]);
  });

  test("a whole list is taken in steps, or not at all where it is replaced meanwhile", async () => {
    const store = await opened(await on.database());
    const lines = Array.from({ length: 1203 }, (_, index) => ({ id: String(index), facets: [`class:${index % 2}`] }));
    await keep(store, lines);
    const taken = await all(store.listings.all({ audits: [audit], kind: "account", facets: ["class:1"] }));
    expect(taken.map((entry) => (JSON.parse(entry) as ListedLine).id)).toEqual(
      lines.filter((_, index) => index % 2 === 1).map(({ id }) => id),
    );
    const rest = store.listings.all({ audits: [audit], kind: "account" });
    await rest.next();
    await keep(store, lines, { n: 2 });
    await expect(all(rest)).rejects.toThrow("was read again");
    expect(await all(store.listings.all({ audits: [audit], kind: "person" }))).toEqual([]);
  });

  test("it may be emptied: then there is none, and readings without rows have none at all", async () => {
    const url = await on.database();
    const store = await opened(url);
    await keep(store, [{ id: "1" }]);
    await (await clientAt(url)).query("delete from rollcall.listings");
    expect(await rowsOf(url, "select * from rollcall.listed")).toEqual([]);
    expect(await store.listings.summary(audit)).toBeNull();
    expect(await idsOf(store)).toEqual({ ids: [], total: 0 });
    expect(await store.listings.head(audit)).toEqual({ n: 0, form: 0, at: "", newest: 1 });
    await (await clientAt(url)).query("update rollcall.snapshots set thinned = true");
    expect(await store.listings.head(audit)).toBeNull();
  });

  test("a summary with names no database text can hold is kept as it is", async () => {
    const store = await opened(await on.database());
    const { summary, entries } = listingOf([{ id: "1" }], audit);
    const hostile = { ...summary, name: "\u0000 \ud800", facets: { ...summary.facets, account: { __proto__: 1 } } };
    await store.listings.keep(audit, { summary: hostile as ListingSummary, entries, n: 1 }, signal);
    expect((await store.listings.summary(audit))?.name).toBe("\u0000 \ud800");
    expect(await idsOf(store)).toEqual({ ids: ["1"], total: 1 });
  });
});

/** The same, without any cleverness. */
function byLooking(
  lines: readonly ListedLine[],
  { facets = [], words = "", sort, order, offset = 0, limit }: Omit<PageQuery, "audits" | "kind">,
): { ids: string[]; total: number } {
  const typed = words.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (line: ListedLine) =>
    facets.every((facet) => line.facets?.includes(facet)) && typed.every((word) => line.words?.toLowerCase().includes(word));
  const found = lines.filter(has);
  const named = found.filter(({ name = null }) => name !== null).toSorted((a, b) => (a.name ?? 0) - (b.name ?? 0));
  const nameless = found.filter(({ name = null }) => name === null);
  const forward = sort ? named : found;
  const sorted = [...(order === "desc" ? forward.toReversed() : forward), ...(sort ? nameless : [])];
  return { ids: sorted.slice(offset, offset + limit).map(({ id }) => id), total: found.length };
}
