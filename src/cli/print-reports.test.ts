import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RollcallError } from "../model/errors.ts";
import type { ReportView } from "../model/report.ts";
import type { Io } from "./io.ts";
import { printReports } from "./print-reports.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-print-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const view: ReportView = {
  report: {
    schema: "rollcall.audit/1",
    organization: "Acme",
    period: "FY27-Q4",
    generated_at: "2026-11-22T12:00:00Z",
    roster: { source: "roster/", revision: "sha256:00", people: 1 },
    audits: [],
  },
  audits: [],
};

function printing(): { io: Io; said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  const io: Io = {
    env: {},
    cwd: folder,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    inIsTerminal: false,
    width: 100,
    errWidth: 100,
    colour: false,
  };
  return { io, said };
}

test("without --output the report and nothing else is on stdout", async () => {
  const { io, said } = printing();
  await printReports(view, { format: "json" }, io);
  expect(JSON.parse(said.out)).toEqual(view.report);
  expect(said.err).toBe("");
});

test("a file gets the chosen format, and stdout stays empty", async () => {
  const { io, said } = printing();
  await printReports(view, { format: "json", output: "deep/report.json" }, io);
  expect(JSON.parse(readFileSync(join(folder, "deep/report.json"), "utf8"))).toEqual(view.report);
  expect(said.out).toBe("");
});

test("a folder gets every report, and the summary is printed beside", async () => {
  const { io, said } = printing();
  await printReports(view, { format: "table", output: "reports/" }, io);
  expect(readdirSync(join(folder, "reports")).sort()).toEqual([
    "accounts.csv",
    "findings.csv",
    "report.html",
    "report.json",
    "report.md",
  ]);
  expect(said.err).toContain("Reports in reports/");
});

test("where a file cannot be written the old one stays, nothing half written is left, and the error says where and what to do", async () => {
  const { io } = printing();
  writeFileSync(join(folder, "plain"), "old");
  const error = await printReports(view, { format: "json", output: "plain/report.json" }, io).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RollcallError);
  expect(error).toMatchObject({ actor: "configuration", fix: expect.stringContaining("--output") });
  expect((error as Error).message).toContain(join(folder, "plain/report.json"));
  expect(readFileSync(join(folder, "plain"), "utf8")).toBe("old");
  expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
});

test("--accounts is refused with another format than csv", async () => {
  await expect(printReports(view, { format: "json", accounts: true }, printing().io)).rejects.toMatchObject({ actor: "usage" });
});

test("a device is written to, never replaced by a file", async () => {
  const device = join(folder, "device");
  execFileSync("sh", ["-c", 'mkfifo "$0"', device]);
  const reader = spawn("cat", [device], { stdio: ["ignore", "pipe", "inherit"] });
  const read = reader.stdout.toArray();
  await printReports(view, { format: "json", output: "device" }, printing().io);
  expect(JSON.parse(Buffer.concat(await read).toString())).toEqual(view.report);
  expect(statSync(device).isFIFO()).toBe(true);
});
