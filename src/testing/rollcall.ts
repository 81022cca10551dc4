import { spawn } from "node:child_process";
import { join } from "node:path";
import type { AuditReport, ReportedAudit } from "../model/report.ts";

const root = join(import.meta.dirname, "../..");

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  /** Called with what stderr holds so far, and a way to send a signal: for interrupting at a known point. */
  onStderr?(text: string, kill: (signal: NodeJS.Signals) => void): void;
  /** Where the command is executed from: a prefix such as `sh -c 'ulimit …'`. */
  through?: [string, ...string[]];
}

/** Runs the command line as a user does: a process of its own, nothing shared with the test but files and sockets. */
export function rollcall(args: readonly string[], options: RunOptions): Promise<Finished> {
  const [command, ...before] = [...(options.through ?? []), process.execPath, join(root, "src/rollcall.ts"), ...args];
  const child = spawn(String(command), before, {
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node"),
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      options.onStderr?.(stderr, (signal) => child.kill(signal));
    });
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** `rollcall audit --format json`, parsed. */
export async function audit(
  args: readonly string[],
  options: RunOptions,
): Promise<Finished & { report: AuditReport; audits: Map<string, ReportedAudit> }> {
  const finished = await rollcall(["audit", "--format", "json", ...args], options);
  if (!finished.stdout) throw new Error(`no report; exit ${finished.code}: ${finished.stderr}`);
  const report = JSON.parse(finished.stdout) as AuditReport;
  return { ...finished, report, audits: new Map(report.audits.map((one) => [one.system, one])) };
}
