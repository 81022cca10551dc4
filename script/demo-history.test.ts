import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { StatusReport } from "../src/operations/list-audits.ts";
import { removeProject } from "../src/store/testing/project.ts";
import { rollcall } from "../src/testing/rollcall.ts";
import { playHistory } from "./demo-history.ts";
import { startSimulators } from "./simulators.ts";

test("the demo has three earlier quarters, every audit of them closed and sealed by Rollcall itself", {
  timeout: 600_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-history-"));
  chmodSync(folder, 0o755);
  onTestFinished(() => removeProject(folder), 60_000);
  const told: string[] = [];
  await playHistory(folder, (line) => told.push(line));
  expect(told.map((line) => line.split(": ")[1])).toEqual(Array(3).fill("9 of 9 audits closed"));
  const company = await startSimulators(["--folder", folder]);
  onTestFinished(() => company.stop());
  const run = (...args: string[]) => rollcall([...args, "--config", company.config], { cwd: folder, env: company.env });
  const { audits } = JSON.parse((await run("status", "--all", "--format", "json")).stdout) as StatusReport;
  expect([audits.length, new Set(audits.map(({ audit }) => audit.split("/").at(-1))).size]).toEqual([27, 3]);
  expect(new Set(audits.map(({ state }) => state))).toEqual(new Set(["closed"]));
  const verified = await run("verify");
  expect([verified.code, verified.stdout.match(/sealed once/g)?.length]).toEqual([0, 27]);
});
