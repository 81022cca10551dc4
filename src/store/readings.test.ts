import { describe, expect, test } from "vitest";
import { isRead, type Row } from "../model/source.ts";
import type { AuditRecord, Store } from "./store.ts";
import { finding, record, sourceOf } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { rowsOf, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";
const users: Row[] = [{ id: "1" }, { id: "2" }, { id: "10" }];

function day(n: number): string {
  return `2026-11-${String(n).padStart(2, "0")}T12:00:00.000Z`;
}

async function read(store: Store, n: number, rows: Record<string, Row[]>, more: Partial<AuditRecord> = {}): Promise<void> {
  await store.remember(record(rows, { takenAt: day(n), ...more }), signal);
}

async function usersOf(store: Store): Promise<Row[]> {
  return [...((await store.lastRead(audit))?.rows.of("users") ?? [])];
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("what was re-read is laid over the last reading of everything: changed, gone, back, and the rest as it was", async () => {
    const store = await storeAt(await on.database());
    const [old, found] = [{ id: "1", old: true }, [finding("a/b/account:1")]];
    await read(store, 1, { users: [old], groups: [{ id: "g" }] });
    await read(store, 2, { users, groups: [{ id: "h" }] }, { findings: found, status: "incomplete" });
    await read(
      store,
      3,
      { users: [{ id: "2", suspended: true }] },
      { scope: "recheck", asked: new Map([["users", ["1", "2"]]]) },
    );
    expect(await usersOf(store)).toEqual([{ id: "2", suspended: true }, { id: "10" }]);
    await read(store, 4, { users: [{ id: "1", back: true }] }, { scope: "recheck", asked: new Map([["users", ["1"]]]) });
    expect(await usersOf(store)).toEqual([{ id: "1", back: true }, { id: "2", suspended: true }, { id: "10" }]);
    const last = await store.lastRead(audit);
    expect([...(last?.rows.of("groups") ?? [])]).toEqual([{ id: "h" }]);
    expect(last).toMatchObject({ audit, takenAt: day(2), findings: found });
    expect(last?.sources.map(({ name, rows }) => [name, rows])).toEqual([
      ["users", 3],
      ["groups", 1],
    ]);
  });

  test("a source that was re-read whole takes the place of the earlier one, with its ledger; one that was not read leaves it", async () => {
    const store = await storeAt(await on.database());
    await read(store, 1, { users, groups: [{ id: "g" }] });
    await read(store, 2, { users: [{ id: "3" }] }, { scope: "recheck" });
    const failed = { ...sourceOf("groups", 0), status: "failed" as const };
    await read(store, 3, {}, { scope: "recheck", sources: [failed], asked: new Map([["groups", ["g"]]]) });
    await read(store, 4, {}, { scope: "recheck", sources: [{ ...failed, name: "users" }] });
    const last = await store.lastRead(audit);
    expect(await usersOf(store)).toEqual([{ id: "3" }]);
    expect([...(last?.rows.of("groups") ?? [])]).toEqual([{ id: "g" }]);
    expect(last?.sources.map(({ name, rows }) => [name, rows])).toEqual([
      ["users", 1],
      ["groups", 1],
    ]);
    expect(last?.sources.every((source) => isRead(source as ReturnType<typeof sourceOf>))).toBe(true);
  });

  test("a recheck is nothing to compare with, and one of before the last reading is under it", async () => {
    const store = await storeAt(await on.database());
    await read(store, 5, { users });
    await read(store, 6, { users: [{ id: "99" }] }, { scope: "recheck" });
    await read(store, 4, { users: [{ id: "77" }] }, { scope: "recheck" });
    const complete = await store.lastComplete({ system: "zendesk-global", audit: "zendesk-global/FY28-Q1", until: day(9) });
    expect([...(complete?.rows.of("users") ?? [])]).toEqual(users);
    expect(await usersOf(store)).toEqual([{ id: "99" }]);
    expect((await store.memory(audit))?.last.whole?.n).toBe(1);
  });

  test("rows of old readings are forgotten, but for what is compared with and what an open audit works with", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const old = { id: "zendesk-global/FY27-Q3", system: "zendesk-global", period: "FY27-Q3" };
    await read(store, 1, { users }, { audit: old });
    await read(store, 2, { users: [{ id: "kept" }] }, { audit: old, findings: [finding("a/b/account:1")] });
    await read(store, 3, { users }, { audit: old, scope: "recheck" });
    await read(store, 4, { users }, { audit: old, status: "incomplete" });
    await store.change(old.id, { at: day(5), actor: "lee", set: { state: "closed" } });
    await read(store, 5, { users });
    await read(store, 6, { users: [{ id: "cut" }] }, { status: "incomplete" });
    await read(store, 7, { users: [{ id: "re-read" }] }, { scope: "recheck" });
    await read(store, 8, { users: [{ id: "young" }] }, { audit: old, scope: "recheck" });
    const before = { old: await store.memory(old.id), now: await store.memory(audit) };
    expect(await store.thin(day(8))).toBe(3);
    expect(await store.thin(day(8))).toBe(0);
    expect(await rowsOf(url, "select audit, array_agg(n order by n) from rollcall.snapshot_rows group by 1 order by 1")).toEqual([
      [old.id, [2, 5]],
      [audit, [1, 2, 3]],
    ]);
    expect({ old: await store.memory(old.id), now: await store.memory(audit) }).toEqual(before);
    const complete = await store.lastComplete({ system: old.system, audit, until: day(9) });
    expect([...(complete?.rows.of("users") ?? [])]).toEqual([{ id: "kept" }]);
    expect(await usersOf(store)).toEqual([{ id: "re-read" }]);
    // As of the first day there is nothing any more that has its rows.
    expect(await store.lastComplete({ system: old.system, audit, until: day(1) })).toBeNull();
    const last = await store.lastRead(old.id);
    expect([last?.takenAt, [...(last?.rows.of("users") ?? [])]]).toEqual([day(2), [{ id: "young" }]]);
  });
});
