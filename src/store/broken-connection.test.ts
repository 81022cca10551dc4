import { sql } from "kysely";
import { expect, test } from "vitest";
import { cuttable } from "./testing/cuttable.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, databaseAt } from "./testing/stores.ts";

const [eighteen] = servers;
const server = useServer(eighteen);

// An `error` event nobody listens to ends the process: Vitest fails the run for it.
test("a connection that breaks while a query runs costs that query, and not the process", async () => {
  const url = await server.database();
  const way = await cuttable(url);
  const database = await databaseAt(way.url);
  const watcher = await clientAt(url);
  const asleep = "select from pg_stat_activity where query like 'select pg_sleep%' and datname = current_database()";
  for (const sleep of [
    () => sql`select pg_sleep(60)`.execute(database.sql),
    () => database.sql.transaction().execute((within) => sql`select pg_sleep(60)`.execute(within)),
    () => database.connected((client) => client.query("select pg_sleep(60)")),
    () => database.apart(new AbortController().signal, (client) => client.query("select pg_sleep(60)")),
  ]) {
    const broken = expect(sleep()).rejects.toThrow();
    await expect.poll(async () => (await watcher.query(asleep)).rowCount).toBeGreaterThan(0);
    way.cut();
    await broken;
    await watcher.query(`${asleep.replace("select", "select pg_terminate_backend(pid)")}`);
    await expect.poll(async () => (await watcher.query(asleep)).rowCount).toBe(0);
  }
  expect((await sql`select 1 as one`.execute(database.sql)).rows).toEqual([{ one: 1 }]);
});
