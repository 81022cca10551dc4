import { describe, expect, onTestFinished, test } from "vitest";
import type { Running } from "../model/api/audit.ts";
import type { LiveEvent } from "../model/api/live.ts";
import type { Store } from "./store.ts";
import { until } from "./testing/project.ts";
import { record, takenAt } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, cutConnections, rowsOf, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";

function running(rows: number, more: Partial<Running> = {}): Running {
  const users = { name: "users", rows, expected: 340, requests: 4, state: "reading" as const, note: null };
  return {
    ...{ audit, system: "zendesk-global", what: "audit" as const, by: "dana@laptop.test" },
    ...{ started_at: takenAt, heard_at: takenAt, sources: [users], note: null },
    ...more,
  };
}

interface Heard {
  events: LiveEvent[];
  states: string[];
}

async function listening(store: Store): Promise<Heard> {
  const heard: Heard = { events: [], states: [] };
  const one = await store.live.listen({
    event: (event) => heard.events.push(event),
    state: (state) => heard.states.push(state),
  });
  onTestFinished(one.stop);
  return heard;
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("what a reading says is heard in another process, the last of it always, and that it ended", async () => {
    const url = await on.database();
    const [reader, other] = [await storeAt(url), await storeAt(url)];
    const { events } = await listening(other);
    for (let rows = 1; rows <= 200; rows += 1) reader.live.progress(running(rows));
    const last = { kind: "running", running: running(200) };
    await until(() => JSON.stringify(events.at(-1)) === JSON.stringify(last), "the last is heard");
    // The first goes out at once, what is said meanwhile in one.
    expect(events).toHaveLength(2);
    expect(await other.live.running()).toEqual([running(200)]);
    await reader.live.ended(audit);
    await until(() => events.at(-1)?.kind === "ended", "the end is heard");
    expect(events.at(-1)).toEqual({ kind: "ended", audit });
    expect(await other.live.running()).toEqual([]);
  });

  test("longer than a notice can be, it is heard all the same", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const { events } = await listening(store);
    const long = running(1, { note: `\u2028\u0000 ${"x".repeat(20_000)}` });
    store.live.progress(long);
    await until(() => events.length > 0, "it is heard");
    expect(events).toEqual([{ kind: "running", running: long }]);
  });

  test("one that died stays until that audit is read again", async () => {
    const url = await on.database();
    const [died, next] = [await storeAt(url), await storeAt(url)];
    died.live.progress(running(7));
    await until(async () => (await next.live.running()).length > 0, "it is written");
    await died.close();
    expect(await next.live.running()).toEqual([running(7)]);
    const again = running(1, { started_at: "2026-11-23T12:00:00.000Z" });
    next.live.progress(again);
    await until(async () => (await next.live.running())[0]?.started_at === again.started_at, "it is replaced");
    await next.live.ended(audit);
    expect(await next.live.running()).toEqual([]);
  });

  test("whose reading ended takes nothing from who reads the same audit beside it", async () => {
    const url = await on.database();
    const [one, other] = [await storeAt(url), await storeAt(url)];
    one.live.progress(running(1));
    await until(async () => (await one.live.running()).length > 0, "the first is written");
    const beside = running(1, { started_at: "2026-11-23T12:00:00.000Z" });
    other.live.progress(beside);
    await until(async () => (await one.live.running())[0]?.started_at === beside.started_at, "the second is written");
    await one.live.ended(audit);
    expect(await one.live.running()).toEqual([beside]);
  });

  test("every change of an audit is heard once it is kept, and one that is not kept is not", async () => {
    const url = await on.database();
    const [store, other] = [await storeAt(url), await storeAt(url)];
    const { events } = await listening(other);
    await store.remember(record({}), signal);
    await expect(store.change("nobody/FY27-Q4", { at: takenAt, actor: "dana" })).rejects.toThrow();
    await store.change(audit, { at: takenAt, actor: "dana", set: { dueAt: takenAt } });
    await until(() => events.length === 2, "both are heard");
    expect(events).toEqual([
      { kind: "changed", audit },
      { kind: "changed", audit },
    ]);
  });

  test("who listens is connected again after a break, and is told that something may be missed", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const heard = await listening(store);
    await store.remember(record({}), signal);
    await until(() => heard.events.length === 1, "it is heard");
    await (await clientAt(url)).query(cutConnections);
    await until(() => heard.states.includes("back"), "it is back");
    expect(heard.states).toEqual(["away", "back"]);
    await (await storeAt(url)).change(audit, { at: takenAt, actor: "dana" });
    await until(() => heard.events.length === 2, "it is heard again");
  });

  test("a database that is away stops no reading, and who listens waits for it", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const heard = await listening(store);
    const admin = await clientAt(url.replace(/\/[^/]*$/, "/postgres"));
    const name = new URL(url).pathname.slice(1);
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await until(() => heard.states.includes("away"), "it is away");
    store.live.progress(running(1));
    await store.live.ended(audit);
    await expect(store.live.running()).rejects.toThrow();
    await admin.query(`alter database ${name} allow_connections true`);
    await until(() => heard.states.includes("back"), "it is back");
    store.live.progress(running(2));
    await until(() => heard.events.some(({ kind }) => kind === "running"), "it is heard");
  });

  test("what others say on the channel is passed over", async () => {
    const url = await on.database();
    const { events } = await listening(await storeAt(url));
    for (const payload of [
      "",
      "{",
      "null",
      '{"kind":"ended"}',
      '{"kind":"x","audit":"y"}',
      JSON.stringify({ kind: "ended", audit }),
    ])
      await rowsOf(url, `select pg_notify('rollcall', '${payload}')`);
    await until(() => events.length > 0, "ours is heard");
    expect(events).toEqual([{ kind: "ended", audit }]);
  });
});
