import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { removeProject } from "../../src/store/testing/project.ts";
import { servers, useServer } from "../../src/store/testing/servers.ts";
import type { Simulators } from "../simulators.ts";
import { fastClock } from "./fast-clock.ts";
import { type Kept, keptBy } from "./testing/kept.ts";

/** Two weeks take about a minute of a machine that has nothing else to do. */
const timeout = 600_000;

interface Ended {
  code: number;
  text: string;
  kept: Kept | null;
  /** Folder of the evidence. */
  evidence: string;
}

async function played(databaseUrl?: string): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-fast-"));
  chmodSync(folder, 0o755);
  onTestFinished(async () => {
    for (const name of readdirSync(folder).filter((one) => one !== "evidence")) await removeProject(join(folder, name));
    rmSync(folder, { recursive: true, force: true });
  }, timeout);
  const lines: string[] = [];
  const paper = { write: (text: string) => void lines.push(text), width: 200, colour: false };
  let kept: Kept | null = null;
  const atEnd = async (company: Simulators) => {
    kept = await keptBy(company);
  };
  const code = await fastClock({ folder, paper, atEnd, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  return { code, text: lines.join(""), kept, evidence: join(folder, "evidence") };
}

/** Everything the follow-up knows of, at least once. */
const told = [
  "has gone through the findings and starts asking",
  "says fixed, which it is not yet:",
  "answers in words of their own",
  "takes back what they said",
  "puts right after all, and changes what they said",
  "goes to the manager: pings",
  "asks by name about",
  ", by Slack",
  "Rollcall asks the ops manager for a decision",
  "rejects F",
  "Robin Castellanos wants to accept F1",
  "only the auditor and the Support Operations Manager decide",
  "seen fixed: ",
  "closed, and signed",
];

function expectEnded({ code, text, kept, evidence }: Ended): void {
  expect(text).toContain("All 9 audits are closed: ");
  expect(told.filter((words) => !text.includes(words))).toEqual([]);
  expect(text).not.toContain("Trouble");
  expect(code).toBe(0);
  expectOnce(kept);
  expect(text).toContain("9 bundles, each whole, and its findings derived again byte for byte");
  expectProved(evidence, kept);
}

/** On a machine with nothing of ours running: no database, no configuration, another folder. The digests are those posted in GitLab. */
function expectProved(folder: string, kept: Kept | null): void {
  const bundles = readdirSync(folder).map((name) => join(folder, name));
  const digests = bundles.map((bundle) => createHash("sha256").update(readFileSync(bundle)).digest("hex"));
  expect(digests.sort()).toEqual(kept?.evidence.toSorted());
  const command = [join(import.meta.dirname, "../../src/rollcall.ts"), "verify", ...bundles, "--format", "json"];
  const verified = spawnSync(process.execPath, command, { cwd: tmpdir(), encoding: "utf8", env: { PATH: process.env.PATH } });
  expect([verified.stderr, verified.status]).toEqual(["", 0]);
  expect((JSON.parse(verified.stdout) as { bundles: { whole: boolean }[] }).bundles.map(({ whole }) => whole)).toEqual(
    Array(9).fill(true),
  );
}

/** What GitLab and Slack hold themselves: an issue an audit, each closed, and every message in one place once. */
function expectOnce(kept: Kept | null): void {
  const { issues, steps, direct } = kept ?? { issues: [], steps: [], direct: [] };
  expect(new Set(issues.map(({ audit }) => audit)).size).toBe(9);
  expect(issues.map(({ state }) => state)).toEqual(Array(9).fill("closed"));
  expect(steps.length).toBeGreaterThan(100);
  expect(direct.length).toBeGreaterThan(0);
  expect([...twice(steps), ...twice(direct)]).toEqual([]);
}

function twice(all: readonly string[]): string[] {
  return all.filter((one, index) => all.indexOf(one) !== index);
}

test("on the embedded database, two weeks end with every audit closed, whatever people are like", { timeout }, async () => {
  expectEnded(await played());
});

describe("on PostgreSQL 15", () => {
  const server = useServer(servers[1]);

  test("they end the same, and a database that remembers audits is left alone", { timeout }, async () => {
    const url = await server.database({ empty: true });
    expectEnded(await played(url));
    await expect(played(url)).rejects.toThrow("remembers audits");
  });
});
