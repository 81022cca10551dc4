import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulators, startSimulators } from "../../script/simulators.ts";
import { postmasterOf } from "../store/embedded/postmaster.ts";
import { audit, type Finished, rollcall } from "./rollcall.ts";

/** The simulated company in a process of its own, and the command line pointed at it. */
export interface Company extends Simulators {
  /** Runs `rollcall` in the company's folder with its configuration and environment. */
  rollcall(args: readonly string[], env?: Record<string, string>): Promise<Finished>;
  audit(args?: readonly string[], env?: Record<string, string>): ReturnType<typeof audit>;
  fault(fault: Record<string, unknown>): Promise<void>;
  state(state: Record<string, unknown>): Promise<void>;
  /** What time it is in the company's GitLab and Slack from now on, ISO 8601; until then it is the machine's. Forward only. */
  clock(now: string): Promise<void>;
  /** Faults gone. */
  mend(): Promise<void>;
  books(): Promise<CompanyBooks>;
  end(): void;
}

export interface CompanyBooks {
  requests: { server: string; method: string; path: string; status: number }[];
  gitlab: { notifications: { username?: string }[]; quickActions: { name?: string }[] };
}

/** The day all of these tests are played on. */
export const now = "2026-11-22T12:00:00Z";

/** @param apart every command in a process of its own */
export async function startCompany(args: readonly string[] = [], { apart = false } = {}): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-test-"));
  // Root's database is another user's process: it stays in this folder, and goes with it.
  chmodSync(folder, 0o755);
  const company = await startSimulators(["--folder", folder, "--now", now, "--limit", "100000", ...args]);
  const control = (method: string, path: string, body?: unknown) => request(company.control, { method, path, body });
  const options = (env: Record<string, string> = {}) => ({ cwd: folder, apart, env: { ...company.env, ...env } });
  return {
    ...company,
    rollcall: (given, env) => rollcall(given, options(env)),
    audit: (given = [], env) => audit(["--now", now, ...given], options(env)),
    fault: async (fault) => void (await control("POST", "/faults", fault)),
    state: async (state) => void (await control("POST", "/state", state)),
    clock: async (now) => void (await control("POST", "/clock", { now })),
    mend: async () => void (await control("DELETE", "/faults")),
    books: async () => (await control("GET", "/books")) as CompanyBooks,
    end() {
      company.stop();
      endDatabase(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

/** Ends the embedded database if a command of the test started one; its keeper follows. */
function endDatabase(folder: string): void {
  const server = postmasterOf(join(folder, ".rollcall/database/data"));
  if (server) process.kill(server.pid, "SIGQUIT");
}

async function request(
  control: string,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<unknown> {
  const response = await fetch(new URL(path, control), { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new Error(`the control refused: ${answer.error}`);
  return answer;
}
