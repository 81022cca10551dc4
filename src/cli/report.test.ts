import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aMemory, aRemembered } from "../core/testing/memory.ts";
import type { AuditMemory } from "../model/memory.ts";
import type { PeriodReport } from "../model/period-report.ts";
import { aContext, memoryStore } from "../operations/testing/memory-store.ts";
import { runCommandLine } from "./main.ts";
import { appOver, heldIo } from "./testing/in-process.ts";

const now = "2026-12-10T09:00:00.000Z";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-report-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function audit(period: string, openedAt: string, more: Partial<AuditMemory["audit"]> = {}): AuditMemory {
  const findings = [aRemembered(1, { foundAt: openedAt })];
  return aMemory({ audit: { id: `zendesk-global/${period}`, period, openedAt, ...more }, findings });
}

const memories = [
  audit("FY27-Q4", "2026-11-20T06:00:00Z"),
  ...["FY27-Q3", "FY27-Q2", "FY27-Q1", "FY26-Q4", "FY26-Q3"].map((period) =>
    audit(period, "2026-01-20T06:00:00Z", { state: "closed" }),
  ),
];

async function run(args: string[], remembered = memories, width = 100) {
  const base = aContext(memoryStore(remembered), now);
  const config = { ...base.config, organization: "Acme", fiscalYearStarts: "february", timeZone: "UTC" } as typeof base.config;
  const app = appOver((signal) => ({ ...base, config, signal }));
  const { io, stdout, stderr } = heldIo(folder, width);
  const code = await runCommandLine(["report", ...args], app, io);
  return { code, stdout: stdout(), stderr: stderr() };
}

describe("rollcall report", () => {
  test("is of this period, beside four earlier ones at most", async () => {
    const { code, stdout } = await run(["--format", "json"]);

    const report = JSON.parse(stdout) as PeriodReport;
    expect(code).toBe(0);
    expect([report.period.id, report.systems.length]).toEqual(["FY27-Q4", 1]);
    expect(report.earlier.map(({ period }) => period)).toEqual(["FY27-Q3", "FY27-Q2", "FY27-Q1", "FY26-Q4"]);
    expect(report.total.findings).toMatchObject({ found: 1, open: 1 });
  });

  test("is of another one by name, however it is written", async () => {
    const { stdout } = await run(["--period", "fy27-q2"]);

    expect(stdout).toContain("Acme: access audits FY27-Q2");
    expect(stdout).toContain("FY26-Q3");
    expect(stdout).not.toContain("FY27-Q4");
  });

  test("prints Markdown and HTML, and writes a PDF", async () => {
    expect((await run(["--format", "markdown"])).stdout).toContain("# Acme: access audits FY27-Q4");
    expect((await run(["--format", "html"])).stdout).toContain("<title>Acme: access audits FY27-Q4</title>");

    const { code, stdout, stderr } = await run(["--format", "pdf", "--output", "q4.pdf"]);

    expect([code, stdout, stderr]).toEqual([0, "", "wrote q4.pdf\n"]);
    expect(readFileSync(join(folder, "q4.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("does not print a PDF", async () => {
    const { code, stdout, stderr } = await run(["--format", "pdf"]);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--output report.pdf");
  });

  test.each([
    ["Q4", '"Q4" is no period', "write it as FY27-Q4; there are audits of FY27-Q4, FY27-Q3"],
    ["FY28-Q1", "FY28-Q1 has not begun: it starts on 2027-02-01", "there are audits of FY27-Q4"],
    ["FY25-Q1", "there is no audit of FY25-Q1", "there are audits of FY27-Q4"],
  ])("says of %s what there is instead", async (period, message, fix) => {
    const { code, stdout, stderr } = await run(["--period", period]);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.replace(/\s+/g, " ")).toContain(message);
    expect(stderr.replace(/\s+/g, " ")).toContain(fix);
  });

  test("says how to begin where nothing is remembered", async () => {
    const { code, stderr } = await run([], []);

    expect(code).toBe(2);
    expect(stderr).toContain("there is no audit of FY27-Q4");
    expect(stderr).toContain("rollcall audit opens them");
  });
});
