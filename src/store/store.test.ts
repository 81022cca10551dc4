import { describe, expect, test } from "vitest";
import type { Row } from "../model/source.ts";
import { migrate } from "./migrate.ts";
import { type Migration, migrations } from "./migrations.ts";
import { finding, record, takenAt } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, cutConnections, databaseAt, rowsOf, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const later = "2026-12-01T00:00:00.000Z";
const global = { system: "zendesk-global", audit: "zendesk-global/FY27-Q4", until: later };

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("a snapshot comes back as it was given: rows in order, findings, hostile text", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const users: Row[] = [
      { id: "1", name: "Dana \u0000 \ud800 ' \\. \u2028" },
      { id: "22", email: null },
    ];
    const groups = Array.from({ length: 40_000 }, (_, index) => ({ id: String(100_000 + index), name: "g".repeat(50) }));
    const findings = [finding("zendesk-global/role-mismatch/account:\u0000", { observed: ["a", null] })];
    await store.remember(record({ users, groups, empty: [] }, { findings }), signal);
    const kept = await (await storeAt(url)).lastComplete(global);
    expect([kept?.audit, kept?.takenAt]).toEqual([global.audit, takenAt]);
    expect([...(kept?.rows.of("users") ?? [])]).toEqual(users);
    expect([...(kept?.rows.of("groups") ?? [])]).toEqual(groups);
    expect([...(kept?.rows.of("empty") ?? []), ...(kept?.rows.of("never") ?? [])]).toEqual([]);
    expect(kept?.findings).toEqual(findings);
    expect(await rowsOf(url, "select count(*)::int > 1 from rollcall.snapshot_rows where source = 'groups'")).toEqual([[true]]);
  });

  test("run twice it is one audit with two snapshots, and what happened stands in order", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    await store.remember(record({ users: [{ id: "1" }] }), signal);
    await store.remember(record({ users: [{ id: "2" }] }, { takenAt: later, status: "incomplete" }), signal);
    expect(await rowsOf(url, "select id, state, created_at = $$2026-11-22T12:00:00Z$$ from rollcall.audits")).toEqual([
      [global.audit, "draft", true],
    ]);
    expect(await rowsOf(url, "select n, kind, actor, payload->>'status' from rollcall.events order by n")).toEqual([
      [1, "audit-opened", "dana@laptop.test", null],
      [2, "snapshot-taken", "dana@laptop.test", "complete"],
      [3, "snapshot-taken", "dana@laptop.test", "incomplete"],
    ]);
  });

  test("the snapshot to compare with is the last complete one of the system: of an earlier audit first, never of the future", async () => {
    const store = await storeAt(await on.database());
    expect(await store.lastComplete(global)).toBeNull();
    const earlier = { id: "zendesk-global/FY27-Q3", system: "zendesk-global", period: "FY27-Q3" };
    const other = { id: "calendly/FY27-Q4", system: "calendly", period: "FY27-Q4" };
    await store.remember(record({ users: [{ id: "now" }] }), signal);
    await store.remember(record({ users: [{ id: "newer" }] }), signal);
    await store.remember(record({ users: [{ id: "other" }] }, { audit: other }), signal);
    const idOf = async (until = later) => [...((await store.lastComplete({ ...global, until }))?.rows.of("users") ?? [])][0]?.id;
    expect(await idOf()).toBe("newer");
    await store.remember(record({ users: [{ id: "old" }] }, { audit: earlier, takenAt: "2026-08-02T00:00:00Z" }), signal);
    await store.remember(
      record({ users: [{ id: "cut" }] }, { audit: earlier, takenAt: "2026-08-03T00:00:00Z", status: "incomplete" }),
      signal,
    );
    expect(await idOf()).toBe("old");
    expect(await idOf("2026-08-01T00:00:00Z")).toBeUndefined();
  });

  test.each(["update rollcall.events set actor = 'x'", "delete from rollcall.events", "truncate rollcall.events"])(
    "what happened cannot be changed: %s",
    async (sql) => {
      const url = await on.database();
      await (await storeAt(url)).remember(record({}), signal);
      await expect(rowsOf(url, sql)).rejects.toThrow("events are only ever added");
    },
  );

  test("two runs of one audit at once are both remembered, one after the other", async () => {
    const url = await on.database();
    const stores = await Promise.all([storeAt(url), storeAt(url), storeAt(url)]);
    await Promise.all(stores.map((store) => store.remember(record({ users: [{ id: "1" }] }), signal)));
    expect(await rowsOf(url, "select array_agg(n order by n) from rollcall.snapshots")).toEqual([[[1, 2, 3]]]);
    expect(await rowsOf(url, "select array_agg(n order by n) from rollcall.events")).toEqual([[[1, 2, 3, 4]]]);
  });

  test("a database that goes away in the middle keeps nothing of it, says so, and works again when it is back", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const admin = await clientAt(url);
    function* cut(): Generator<Buffer> {
      for (let part = 0; part < 30; part += 1) {
        if (part === 10) void admin.query(cutConnections);
        yield Buffer.alloc(200_000, "{}\n");
      }
    }
    const remembering = store.remember(record({ users: [] }, { pieces: () => cut() }), signal);
    await expect(remembering).rejects.toMatchObject({ actor: "later", fix: expect.stringMatching(/run again/) });
    expect(await rowsOf(url, "select count(*)::int from rollcall.audits")).toEqual([[0]]);
    await store.remember(record({ users: [{ id: "1" }] }), signal);
    expect(await rowsOf(url, "select count(*)::int from rollcall.snapshots")).toEqual([[1]]);
  });

  test("an interrupted run keeps nothing", async () => {
    const url = await on.database();
    const stop = new AbortController();
    stop.abort(new Error("interrupted"));
    await expect((await storeAt(url)).remember(record({ users: [{ id: "1" }] }), stop.signal)).rejects.toThrow("interrupted");
    expect(await rowsOf(url, "select count(*)::int from rollcall.audits")).toEqual([[0]]);
  });

  test("several that come first at once make the tables once", async () => {
    const url = await on.database({ empty: true });
    await Promise.all(Array.from({ length: 4 }, () => storeAt(url)));
    expect(await rowsOf(url, "select version, name from rollcall.migrations order by version")).toEqual(
      migrations.map(({ name }, index) => [index + 1, name]),
    );
  });

  test("an older database is brought up to date with what is in it", async () => {
    const url = await on.database({ empty: true });
    const client = await clientAt(url);
    await migrate(client, { at: takenAt, steps: migrations.slice(0, 1) });
    await client.query("insert into rollcall.audits values ('a/FY26-Q1', 'a', 'FY26-Q1', 'closed', '2026-01-01T00:00:00Z')");
    const store = await storeAt(url);
    await store.remember(record({ users: [{ id: "1" }] }), signal);
    expect(await rowsOf(url, "select id from rollcall.audits order by id")).toEqual([["a/FY26-Q1"], [global.audit]]);
  });

  test("a migration that fails leaves the database as it was", async () => {
    const url = await on.database();
    const broken: Migration[] = [...migrations, { name: "broken", sql: "create table rollcall.half (); select no_such_thing" }];
    const client = await clientAt(url);
    await expect(migrate(client, { at: takenAt, steps: broken })).rejects.toThrow("no_such_thing");
    expect(
      await rowsOf(url, "select to_regclass('rollcall.half') is null, (select max(version) from rollcall.migrations)"),
    ).toEqual([[true, migrations.length]]);
  });

  test("an older Rollcall refuses a newer database", async () => {
    const url = await on.database();
    await rowsOf(url, "insert into rollcall.migrations values (99, 'of the future', '2030-01-01')");
    await expect(storeAt(url)).rejects.toMatchObject({
      actor: "stale",
      message: expect.stringContaining("version 99"),
      fix: expect.stringContaining("update Rollcall"),
    });
  });

  test("a user who may not make tables is told what to grant", async () => {
    const url = new URL(await on.database({ empty: true }));
    await rowsOf(
      url.href,
      "do $$ begin create role example_guest login password 'example'; exception when duplicate_object then null; end $$",
    );
    url.username = "example_guest";
    url.password = "example";
    await expect(storeAt(url.href)).rejects.toMatchObject({ actor: "credentials", fix: expect.stringContaining("grant") });
    url.password = "example-wrong";
    await expect(databaseAt(url.href)).rejects.toMatchObject({
      actor: "credentials",
      message: expect.not.stringContaining("example-wrong"),
    });
    url.pathname = "/no_such_database";
    url.password = "example";
    await expect(databaseAt(url.href)).rejects.toMatchObject({ actor: "configuration" });
  });
});

test.each(["mysql://example", "postgres://", "not an address"])(
  "DATABASE_URL %s is refused without being repeated",
  async (url) => {
    await expect(databaseAt(url)).rejects.toMatchObject({
      actor: expect.stringMatching(/configuration|later/),
      message: expect.not.stringContaining("example"),
    });
  },
);

test("a database that is not there is something for later", async () => {
  await expect(databaseAt("postgres://a:example-secret@127.0.0.1:1/x")).rejects.toMatchObject({
    actor: "later",
    message: "the database cannot be reached: ECONNREFUSED",
  });
});
