import { describe, expect, test } from "vitest";
import type { AuditMemory } from "../model/memory.ts";
import type { Store } from "./store.ts";
import { finding, record, takenAt } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, cutConnections, rowsOf, storeAt, waiting } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";
const [day2, day3, day4] = ["2026-11-24T12:00:00.000Z", "2026-11-25T12:00:00.000Z", "2026-11-26T12:00:00.000Z"];
const key = "zendesk-global/role-mismatch/account:1";
const issue = { url: "https://gitlab.test/acme/audits/-/issues/7", iid: 7 };

async function memoryOf(store: Store): Promise<AuditMemory> {
  const memory = await store.memory(audit);
  if (!memory) throw new Error("the audit is not remembered");
  return memory;
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("a finding is remembered with its ref, its age and its last words; what is gone and comes back is seen", async () => {
    const store = await storeAt(await on.database());
    const answers = [{ kind: "explain" as const, by: null, at: "2026-08-04T00:00:00.000Z", reason: "cover" }];
    const carried = { foundAt: "2026-08-03T00:00:00.000Z", steps: [], answers, decisions: [] };
    await store.remember(
      record({}, { findings: [finding(key, { ref: "F7" })], carried: new Map([[key, carried]]), issue }),
      signal,
    );
    await store.remember(record({}, { takenAt: day2, findings: [finding(key, { ref: "F1", message: "now" })] }), signal);
    const { audit: stored, findings } = await memoryOf(store);
    expect(stored).toMatchObject({ state: "draft", openedAt: takenAt, issue, dueAt: null });
    expect(findings).toEqual([
      {
        finding: finding(key, { ref: "F7", message: "now" }),
        foundAt: carried.foundAt,
        sightings: [],
        carried: { steps: [], answers, decisions: [] },
      },
    ]);
    await store.remember(record({}, { takenAt: day3, scope: "recheck", gone: [key, "never/here/account:2"] }), signal);
    await store.remember(record({}, { takenAt: day4, findings: [finding(key)] }), signal);
    expect((await memoryOf(store)).findings[0]?.sightings).toEqual([
      { at: day3, seen: false },
      { at: day4, seen: true },
    ]);
  });

  test("a key that is neither found nor gone stays as it was, and one is carried only where it is new", async () => {
    const store = await storeAt(await on.database());
    const carried = new Map([[key, { foundAt: "2026-01-01T00:00:00.000Z", steps: [], decisions: [] }]]);
    await store.remember(record({}, { findings: [finding(key)] }), signal);
    await store.remember(record({}, { takenAt: day2, carried }), signal);
    await store.remember(record({}, { takenAt: day3, findings: [finding(key)], carried }), signal);
    expect((await memoryOf(store)).findings[0]).toMatchObject({ foundAt: takenAt, sightings: [] });
  });

  test("a run with an earlier --now takes nothing away and changes no words", async () => {
    const store = await storeAt(await on.database());
    await store.remember(record({}, { takenAt: day2, findings: [finding(key, { message: "new words" })] }), signal);
    await store.remember(record({}, { takenAt: day3, gone: [key] }), signal);
    const before = await memoryOf(store);
    const old = [finding(key, { message: "old words" }), finding("other", { ref: "F2" })];
    await store.remember(record({}, { takenAt: day2, findings: old, status: "incomplete" }), signal);
    await store.remember(record({}, { takenAt, findings: old.slice(0, 1), gone: ["other"] }), signal);
    const after = await memoryOf(store);
    expect(after.findings[0]).toEqual(before.findings[0]);
    expect(after.findings[1]).toMatchObject({ foundAt: day2, sightings: [] });
    expect(after.last).toEqual(before.last);
    expect(after.events.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  });

  test("what happened says what the reading said, and a recheck what it changed", async () => {
    const store = await storeAt(await on.database());
    const found = [finding(key), finding("exempt", { ref: "F2", exempt: { reason: "known", until: "2027-01-01" } })];
    await store.remember(record({ users: [] }, { findings: found, payload: { roster: "abc" } }), signal);
    await store.remember(record({ users: [] }, { scope: "recheck", takenAt: day2, gone: [key, "exempt"] }), signal);
    await store.remember(
      record({ users: [] }, { scope: "recheck", takenAt: day3, gone: ["exempt"], findings: [finding(key)] }),
      signal,
    );
    const { events } = await memoryOf(store);
    const actor = "dana@laptop.test";
    expect(events).toMatchObject([
      { n: 1, kind: "audit-opened", period: "FY27-Q4", at: takenAt, actor },
      { n: 2, kind: "snapshot-taken", snapshot: 1, status: "complete", findings: 1, roster: "abc", at: takenAt, actor },
      { n: 3, kind: "rechecked", snapshot: 2, back: [], at: day2, actor, sources: [{ name: "users", status: "complete" }] },
      { n: 4, kind: "rechecked", snapshot: 3, gone: [], back: [key], at: day3, actor },
    ]);
    expect(events[2]?.kind === "rechecked" && events[2].gone.toSorted()).toEqual(["exempt", key]);
    expect(Object.keys((events[2] as { sources?: object[] }).sources?.[0] ?? {})).not.toContain("query");
  });

  test("an issue is kept until another is told", async () => {
    const store = await storeAt(await on.database());
    await store.remember(record({}), signal);
    await store.remember(record({}, { issue }), signal);
    await store.remember(record({}), signal);
    expect((await memoryOf(store)).audit.issue).toEqual(issue);
  });

  test("keys and names may be hostile and long", async () => {
    const store = await storeAt(await on.database());
    const keys = ["\u0000", "\ud800", "\ud801", "k".repeat(100_000), "__proto__", `{"},'\\`];
    const findings = keys.map((hostile, index) =>
      finding(hostile, {
        ref: `F${index + 1}`,
        message: `${hostile}\u0000`.slice(0, 10),
        observed: { __proto__x: hostile.slice(0, 9) },
      }),
    );
    await store.remember(record({}, { findings, actor: "a\u0000b\ud800" }), signal);
    await store.remember(record({}, { takenAt: day2, gone: keys.slice(0, 2) }), signal);
    const { findings: kept, events } = await memoryOf(store);
    expect(kept.map((one) => one.finding)).toEqual(findings);
    expect(kept.map(({ sightings }) => sightings.length)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(events[0]?.actor).toBe("a\ufffdb\ufffd");
  });

  test("ten thousand findings are remembered in several pieces, none twice", async () => {
    const store = await storeAt(await on.database());
    const findings = Array.from({ length: 10_001 }, (_, index) => finding(`key:${index}`, { ref: `F${index + 1}` }));
    const carried = new Map([["key:9999", { foundAt: "2026-01-01T00:00:00.000Z", steps: [], decisions: [] }]]);
    await store.remember(record({}, { findings: [...findings, ...findings.slice(0, 9)], carried }), signal);
    await store.remember(record({}, { findings, takenAt: day2 }), signal);
    const { findings: kept } = await memoryOf(store);
    expect(kept.length).toBe(10_001);
    expect(kept.filter(({ foundAt }) => foundAt !== takenAt).map((one) => one.finding.key)).toEqual(["key:9999"]);
  });

  test("a connection that breaks leaves the findings as they were", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    await store.remember(record({}, { findings: [finding(key)] }), signal);
    const [before, admin] = [await memoryOf(store), await clientAt(url)];
    // Rows and findings are written, and it waits for who holds the sightings.
    await admin.query("begin; lock table rollcall.sightings in share row exclusive mode");
    const again = record({ users: [{ id: "1" }] }, { takenAt: day2, findings: [finding("more")], gone: [key] });
    const remembering = store.remember(again, signal);
    remembering.catch(() => {});
    await expect.poll(async () => (await admin.query(waiting)).rowCount).toBe(1);
    await admin.query(cutConnections);
    await expect(remembering).rejects.toMatchObject({ actor: "later" });
    await admin.query("rollback");
    expect(await memoryOf(store)).toEqual(before);
    expect(await rowsOf(url, "select count(*)::int from rollcall.sightings")).toEqual([[0]]);
  });
});
