import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { until } from "../store/testing/project.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { type Ledger, openLedger, startWorker } from "./testing/ledger.ts";

const forty = Array.from({ length: 40 }, (_, n) => `system-${n + 1}`);

function read(ledger: Ledger): string[] {
  return ledger.ended.filter(({ job }) => job === "run-audit").map(({ of }) => of);
}

function count(ledger: Ledger, job: string): number {
  return ledger.ended.filter((one) => one.job === job).length;
}

async function asked(database: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe.each(servers)("workers on $name", (server) => {
  const { database } = useServer(server);

  it("four of them read each of forty systems exactly once", async () => {
    const [url, ledger] = [await database(), await openLedger({ latency: 30 })];
    ledger.systems = forty;
    const workers = [1, 2, 3, 4].map(() => startWorker(ledger, { database: url }));
    await until(() => read(ledger).length >= 40, "all are read");
    // A few beats more, in which nothing may come twice.
    const ticks = count(ledger, "thin");
    await until(() => workers.every(({ lines }) => lines.length > 0), "all are up");
    expect(ticks).toBeLessThanOrEqual(1);
    expect(read(ledger).sort()).toEqual([...forty].sort());
    expect(ledger.begun.filter(({ job }) => job === "run-audit")).toHaveLength(40);
    expect(new Set(ledger.begun.map(({ pid }) => pid)).size).toBeGreaterThan(1);
  });

  it("with three of four killed in the middle all forty are still finished", { timeout: 90_000 }, async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.systems = forty;
    ledger.hold("run-audit");
    const workers = [1, 2, 3, 4].map(() => startWorker(ledger, { database: url }));
    const busy = () => new Set(ledger.begun.filter(({ job }) => job === "run-audit").map(({ pid }) => pid));
    await until(() => busy().size === 4, "all four are at work");
    const [survivor, ...killed] = workers;
    for (const worker of killed) worker.kill("SIGKILL");
    await Promise.all(killed.map(({ ended }) => ended));
    ledger.letGo();
    await expect.poll(() => new Set(read(ledger)).size, { timeout: 60_000 }).toBe(40);
    expect(read(ledger)).toHaveLength(40);
    expect(new Set(ledger.ended.map(({ pid }) => pid))).toEqual(new Set([survivor?.pid]));
  });
});
