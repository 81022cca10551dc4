import { spawn } from "node:child_process";
import { join } from "node:path";
import { open, openDatabase, probeSignIn, serve } from "../app.ts";
import { replay, verify } from "../app-evidence.ts";
import { runCommandLine } from "../cli/main.ts";
import { appendExemption } from "../config/append-exemption.ts";
import { initialConfig } from "../config/init.ts";
import type { AuditReport, ReportedAudit } from "../model/report.ts";
import { version } from "../version.ts";

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
  /** In a process of its own, whatever else is asked for. */
  apart?: boolean;
  /** Where the command is executed from: a prefix such as `sh -c 'ulimit …'`. */
  through?: [string, ...string[]];
}

/** What belongs to the process and not to the command: whoever sets it gets a process. */
const ofProcesses = ["TMPDIR", "HOME", "NODE_OPTIONS", "NODE_COMPILE_CACHE"];

/**
 * Runs the command line. Where signals, streams, limits or the machine are the matter it runs as a user's does, in a process of its
 * own; else here, from the same entry below `src/rollcall.ts`, which takes half as long. Platforms are other processes either way.
 */
export function rollcall(args: readonly string[], options: RunOptions): Promise<Finished> {
  const isApart = options.apart || options.through || options.onStderr || ofProcesses.some((name) => name in (options.env ?? {}));
  return isApart ? rollcallApart(args, options) : rollcallHere(args, options);
}

async function rollcallHere(args: readonly string[], { cwd, env }: RunOptions): Promise<Finished> {
  const [out, err]: [string[], string[]] = [[], []];
  const { PATH, HOME, TMPDIR } = process.env;
  const code = await runCommandLine(
    args,
    {
      version,
      open,
      openDatabase,
      probeSignIn,
      serve,
      verify,
      replay,
      appendExemption,
      initialConfig: async (answers) => initialConfig(answers),
    },
    {
      env: { PATH, HOME, TMPDIR, ...env },
      cwd,
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      ...{ outIsTerminal: false, errIsTerminal: false, inIsTerminal: false, width: 100, errWidth: 100, colour: false },
    },
  );
  return { code, stdout: out.join(""), stderr: err.join("") };
}

function rollcallApart(args: readonly string[], options: RunOptions): Promise<Finished> {
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
