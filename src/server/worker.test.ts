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

describe.each(servers)("workers on $name", (server) => {
  const { database } = useServer(server);

  it("four of them read each of forty systems exactly once", async () => {
    const [url, ledger] = [await database(), await openLedger({ latency: 30 })];
    ledger.systems = forty;
    ledger.hold("run-audit");
    const workers = [1, 2, 3, 4].map(() => startWorker(ledger, { database: url }));
    await until(() => ledger.held().size === 4, "all four are at work");
    ledger.letGo();
    await until(() => read(ledger).length >= 40, "all are read");
    await until(() => workers.every(({ lines }) => lines.some(({ msg }) => msg === "at work")), "all are up");
    await until(() => count(ledger, "thin") > 0, "a look is over");
    expect(read(ledger).sort()).toEqual([...forty].sort());
    expect(ledger.begun.filter(({ job }) => job === "run-audit")).toHaveLength(40);
    expect(workers.every(({ lines }) => lines.some(({ job, outcome }) => job === "run-audit" && outcome === "done"))).toBe(true);
  });

  it("with three of four killed in the middle all forty are still finished", { timeout: 90_000 }, async () => {
    const [url, ledger] = [await database(), await openLedger()];
    ledger.systems = forty;
    ledger.hold("run-audit");
    const workers = [1, 2, 3, 4].map(() => startWorker(ledger, { database: url }));
    await until(() => ledger.held().size === 4, "all four are at work");
    const [survivor, ...killed] = workers;
    for (const worker of killed) worker.kill("SIGKILL");
    await until(() => ledger.held().size === 1, "three are dead");
    ledger.letGo();
    await expect.poll(() => new Set(read(ledger)).size, { timeout: 60_000 }).toBe(40);
    expect(read(ledger)).toHaveLength(40);
    const readers = ledger.ended.filter(({ job }) => job === "run-audit").map(({ pid }) => pid);
    expect(new Set(readers)).toEqual(new Set([survivor?.pid]));
  });
});
