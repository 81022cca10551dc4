import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import { backup } from "./backup.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { restore } from "./restore.ts";
import { finding, record, sourceOf, takenAt } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, databaseAt, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";
const [one, two] = ["zendesk-global/role-mismatch/account:\u0000", "zendesk-global/role-mismatch/account:2"];
const [day1, day2, day3] = ["2026-11-22T12:00:00.000Z", "2026-11-23T12:00:00.000Z", "2026-11-24T12:00:00.000Z"];

function lines(...findings: Finding[]): Buffer {
  return gzipSync(findings.map((each) => `${JSON.stringify(each)}\n`).join(""));
}

/** A database as the version before the follow-up left it. */
async function oldDatabase(url: string): Promise<void> {
  const client = await clientAt(url);
  await migrate(client, { at: takenAt, steps: migrations.slice(0, 2) });
  const ask = (text: string, ...values: unknown[]) => client.query(text, values);
  await ask("insert into rollcall.audits values ($1, 'zendesk-global', 'FY27-Q4', 'draft', $2)", audit, day1);
  const event = "insert into rollcall.events values ($1, $2, $3, $4, 'dana@laptop', $5)";
  await ask(event, audit, 1, day1, "audit-opened", '{"period":"FY27-Q4"}');
  await ask(
    event,
    audit,
    2,
    day1,
    "snapshot-taken",
    '{"snapshot":1,"status":"complete","findings":2,"counts":{},"roster":"abc"}',
  );
  const snapshot = "insert into rollcall.snapshots values ($1, $2, 'zendesk-global', $3, $4, $5, $6)";
  const sources = JSON.stringify([sourceOf("users", 1)]);
  await ask(snapshot, audit, 1, day1, "complete", sources, lines(finding(one), finding(two, { ref: "F2" })));
  await ask(snapshot, audit, 2, day2, "incomplete", sources, lines());
  await ask(snapshot, audit, 3, day3, "complete", sources, lines(finding(one, { message: "newer" })));
  const rows = "insert into rollcall.snapshot_rows values ($1, 3, 'users', 0, $2)";
  await ask(rows, audit, gzipSync('{"id":"1"}\n'));
}

async function expectAll(url: string): Promise<void> {
  const store = await storeAt(url);
  const memory = await store.memory(audit);
  expect(memory?.audit).toMatchObject({ id: audit, openedAt: day1, issue: null, dueAt: null });
  expect(memory?.findings).toEqual([
    { finding: finding(one, { message: "newer" }), foundAt: day1, sightings: [], carried: { steps: [], decisions: [] } },
    {
      finding: finding(two, { ref: "F2" }),
      foundAt: day1,
      sightings: [{ at: day3, seen: false }],
      carried: { steps: [], decisions: [] },
    },
  ]);
  expect(memory?.events).toMatchObject([
    { n: 1, kind: "audit-opened", period: "FY27-Q4", at: day1, actor: "dana@laptop" },
    { n: 2, kind: "snapshot-taken", snapshot: 1, status: "complete", findings: 2 },
  ]);
  expect(memory?.last.whole).toMatchObject({ n: 3, takenAt: day3 });
  expect([...((await store.lastRead(audit))?.rows.of("users") ?? [])]).toEqual([{ id: "1" }]);
  await store.remember(record({}, { takenAt: "2026-11-25T12:00:00.000Z", findings: [finding(two)] }), signal);
  expect((await store.memory(audit))?.findings[1]?.sightings.length).toBe(2);
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("a database of before the follow-up is brought up to date: findings have their age and ref, events and readings are there", async () => {
    const url = await on.database({ empty: true });
    await oldDatabase(url);
    await expectAll(url);
  });

  test("a backup an older version made is restored and brought up to date", async () => {
    const [from, to] = [await on.database({ empty: true }), await on.database({ empty: true })];
    await oldDatabase(from);
    const folder = mkdtempSync(join(tmpdir(), "rollcall-old-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "backup.gz");
    // A database nobody brought up to date gives the backup its version gave.
    const counts = await backup(await databaseAt(from), { file, at: day3 });
    expect(counts).toEqual({ audits: 1, events: 2, snapshots: 3, snapshot_rows: 1 });
    expect(await restore(await databaseAt(to), { file, replace: false, at: day3 })).toEqual(counts);
    await expectAll(to);
  });
});
