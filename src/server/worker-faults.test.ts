import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { until } from "../store/testing/project.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { jobSchema } from "./queues.ts";
import { type Ledger, openLedger, startWorker, type WorkerProcess } from "./testing/ledger.ts";

async function query(database: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

function did(ledger: Ledger, job: string): string[] {
  return ledger.ended.filter((one) => one.job === job).map(({ of }) => of);
}

function said({ lines }: WorkerProcess, text: string): boolean {
  return lines.some(({ msg }) => msg.includes(text));
}

describe.each(servers)("a worker on $name", (server) => {
  const { database } = useServer(server);

  it("goes on when somebody drops its tables, and they are made again", async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.systems = ["first"];
    const worker = startWorker(ledger, { database: url });
    await until(() => did(ledger, "run-audit").length === 1, "the first is read");
    await query(url, `drop schema ${jobSchema} cascade`);
    ledger.systems = ["first", "second"];
    await until(() => did(ledger, "run-audit").includes("second"), "the second is read");
    expect(said(worker, "they are made again")).toBe(true);
    expect(did(ledger, "run-audit")).toEqual(["first", "second"]);
  });

  it("finds the same due when its tables were lost while nobody was there", async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.systems = ["one", "two"];
    ledger.hold("run-audit");
    const first = startWorker(ledger, { database: url });
    await until(() => ledger.held().size === 1, "it is at work");
    first.kill("SIGKILL");
    await first.ended;
    await query(url, `drop schema ${jobSchema} cascade`);
    await until(() => ledger.held().size === 0, "it is dead");
    ledger.letGo();
    startWorker(ledger, { database: url });
    await until(() => did(ledger, "run-audit").length === 2, "both are read");
    expect(did(ledger, "run-audit").sort()).toEqual(["one", "two"]);
  });

  it("waits for a database that is away, says so once, and goes on", async () => {
    const [url, ledger] = [await database(), await openLedger()];
    const name = new URL(url).pathname.slice(1);
    const admin = new URL(url);
    admin.pathname = "/postgres";
    const worker = startWorker(ledger, { database: url });
    await until(() => did(ledger, "thin").length === 1, "it is at work");
    await query(admin.href, `alter database ${name} allow_connections false`);
    await query(admin.href, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await until(() => said(worker, "the database is away"), "it says so");
    ledger.systems = ["late"];
    await query(admin.href, `alter database ${name} allow_connections true`);
    await until(() => did(ledger, "run-audit").length === 1, "it goes on");
    expect(said(worker, "the database is back")).toBe(true);
    expect(worker.lines.filter(({ msg }) => msg.includes("the database is away")).length).toBeLessThanOrEqual(2);
  });

  it("told to stop it brings to an end what is running", async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.systems = ["only"];
    ledger.hold("run-audit");
    const worker = startWorker(ledger, { database: url });
    await until(() => ledger.held().size === 1, "it is at work");
    worker.kill("SIGTERM");
    await until(() => said(worker, "stopping"), "it has heard");
    ledger.letGo();
    expect(await worker.ended).toBe(0);
    expect(did(ledger, "run-audit")).toEqual(["only"]);
    expect(await query(url, `select state from ${jobSchema}.job where name = 'run-audit'`)).toEqual([{ state: "completed" }]);
  });

  it("told to stop it hands back what does not end in time", async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.systems = ["long"];
    ledger.hold("run-audit");
    const worker = startWorker(ledger, { database: url });
    await until(() => ledger.held().size === 1, "it is at work");
    worker.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(worker.lines.map(({ outcome }) => outcome)).toContain("handed-back");
    ledger.letGo();
    startWorker(ledger, { database: url });
    await until(() => did(ledger, "run-audit").length === 1, "another has done it");
  });

  it("tries again what failed, and keeps no secret with it", async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.systems = ["ill"];
    ledger.broken.add("run-audit");
    const worker = startWorker(ledger, { database: url });
    await until(() => worker.lines.some(({ outcome }) => outcome === "failed"), "it has failed");
    const [{ kept } = { kept: "" }] = await query(
      url,
      `select output::text as kept from ${jobSchema}.job where name = 'run-audit'`,
    );
    ledger.broken.clear();
    await until(() => did(ledger, "run-audit").length === 1, "it is done after all");
    expect(String(kept) + JSON.stringify(worker.lines)).not.toContain("example-secret");
    expect(String(kept)).toContain("***");
  });

  it("asks for what is due by its own clock, jump or no jump", async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.open = [{ id: "a/FY27-Q1", issue: null }];
    const worker = startWorker(ledger, { database: url, now: "2026-02-03T09:59:00.000Z" });
    await until(() => did(ledger, "poll").length === 1, "polled for nine o'clock");
    worker.clock("2026-02-03T10:00:00.000Z");
    await until(() => did(ledger, "poll").length === 2, "polled for ten");
    worker.clock("2026-02-13T10:30:00.000Z");
    await until(() => did(ledger, "poll").length === 3, "ten days on: once, not 240 times");
    worker.clock("2026-02-03T10:30:00.000Z");
    // What was polled for already is known by its id: the look after the jump asks for nothing.
    ledger.due = ["a/FY27-Q1"];
    await until(() => did(ledger, "poll").length >= 4, "what is due is polled");
    ledger.due = [];
    expect(did(ledger, "recheck")).toHaveLength(2);
  });
});
