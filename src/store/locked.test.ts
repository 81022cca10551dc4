import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { record } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, cutConnections, rowsOf, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";

/** How many sessions wait for, or hold, a lock of an audit. */
async function locks(url: string, granted: boolean): Promise<number> {
  const mine = "locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";
  return Number((await rowsOf(url, `select count(*)::int from pg_locks where ${mine} and granted = ${granted}`))[0]?.[0]);
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("one at a time works on an audit, over all stores of a database; on different audits all at once", async () => {
    const url = await on.database();
    const stores = await Promise.all([storeAt(url), storeAt(url)]);
    const [now, most] = [new Map<string, number>(), new Map<string, number>()];
    const work = (id: string) => async () => {
      const busy = (now.get(id) ?? 0) + 1;
      now.set(id, busy);
      most.set(id, Math.max(most.get(id) ?? 0, busy));
      await rowsOf(url, "select 1");
      now.set(id, busy - 1);
      return id;
    };
    const ids = Array.from({ length: 12 }, (_, index) => `zendesk/${index % 3}`);
    const done = await Promise.all(ids.map((id, index) => stores[index % 2]?.locked(id, signal, work(id))));
    expect(done).toEqual(ids);
    expect([...most.values()]).toEqual([1, 1, 1]);
  });

  test("forty audits at once, each using the store within its lock, all finish, and few connections are open", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    let connections = 0;
    const counted =
      "select count(*)::int from pg_stat_activity where application_name = 'rollcall' and datname = current_database()";
    const work = async (id: string) => {
      await store.remember(record({ users: [{ id: "1" }] }, { audit: { id, system: id, period: "FY27-Q4" } }), signal);
      connections = Math.max(connections, Number((await rowsOf(url, counted))[0]?.[0]));
      return (await store.memory(id))?.audit.id;
    };
    const ids = Array.from({ length: 40 }, (_, index) => `system-${index}/FY27-Q4`);
    expect(await Promise.all(ids.map((id) => store.locked(id, signal, () => work(id))))).toEqual(ids);
    expect(connections).toBeLessThanOrEqual(14);
    expect(await locks(url, true)).toBe(0);
  });

  test("whoever waits can be called off, and takes nothing with them", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const [holding, stop] = [Promise.withResolvers<void>(), new AbortController()];
    const holder = store.locked(audit, signal, () => holding.promise);
    await expect.poll(() => locks(url, true)).toBe(1);
    const waiting = store.locked(audit, stop.signal, async () => "never");
    waiting.catch(() => {});
    await expect.poll(() => locks(url, false)).toBe(1);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ actor: "interrupted" });
    await expect(store.locked("other/FY27-Q4", stop.signal, async () => "never")).rejects.toMatchObject({ actor: "interrupted" });
    const next = store.locked(audit, signal, async () => "next");
    holding.resolve();
    await holder;
    expect(await next).toBe("next");
  });

  test("the lock goes with a holder that is killed", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const holder = fileURLToPath(import.meta.resolve("./testing/hold-lock.ts"));
    const child = spawn(process.execPath, [holder, url, audit], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stdout, "data");
    let ours = false;
    const waiting = store.locked(audit, signal, async () => {
      ours = true;
    });
    await expect.poll(() => locks(url, false)).toBe(1);
    expect(ours).toBe(false);
    child.kill("SIGKILL");
    await waiting;
    expect(ours).toBe(true);
  });

  test("where the lock breaks while the work runs, that is told when the work has ended", async () => {
    const url = await on.database();
    const [store, admin] = [await storeAt(url), await clientAt(url)];
    let ended = false;
    const work = async () => {
      await admin.query(cutConnections);
      await store.memory(audit).catch(() => {});
      ended = true;
    };
    await expect(store.locked(audit, signal, work)).rejects.toMatchObject({
      actor: "later",
      message: expect.stringContaining("the lock of zendesk-global/FY27-Q4 broke"),
    });
    expect(ended).toBe(true);
    expect(await store.locked(audit, signal, async () => "again")).toBe("again");
  });

  test("work on an audit that locks the same audit again is our fault, and does not wait for itself for ever", async () => {
    const store = await storeAt(await on.database());
    const nested = () => store.locked(audit, signal, () => store.locked(audit, signal, async () => "never"));
    await expect(nested()).rejects.toMatchObject({ actor: "bug" });
    expect(await store.locked(audit, signal, () => store.locked("other/FY27-Q4", signal, async () => "other"))).toBe("other");
  });

  test("what the work throws is thrown as it is, and the lock is free", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const trouble = new TypeError("the work's own");
    await expect(store.locked(audit, signal, () => Promise.reject(trouble))).rejects.toBe(trouble);
    expect(await locks(url, true)).toBe(0);
  });

  test("a server that ends long statements and idle sessions does not end a wait", async () => {
    const url = await on.database();
    const name = new URL(url).pathname.slice(1);
    await rowsOf(
      url,
      `alter database ${name} set statement_timeout = '100ms'; alter database ${name} set lock_timeout = '100ms'`,
    );
    await rowsOf(url, `alter database ${name} set idle_session_timeout = '100ms'`);
    const store = await storeAt(url);
    const holding = Promise.withResolvers<void>();
    const holder = store.locked(audit, signal, () => holding.promise);
    const next = store.locked(audit, signal, async () => "next");
    const admin = await clientAt(url);
    await admin.query("set statement_timeout = 0; set idle_session_timeout = 0");
    await admin.query("select pg_sleep(0.4)");
    holding.resolve();
    await holder;
    expect(await next).toBe("next");
  });
});
