import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A running set of simulated platforms, as `simulators/main.ts` describes itself on its first line. */
export interface Simulators {
  /** Address of the control server: books, faults, state. */
  control: string;
  /** Path of a ready rollcall.yaml, and the environment its `${NAME}`s need. */
  config: string;
  /** The same configuration with the roster read from GitLab, and the roster's commits there, oldest first. */
  gitlabRoster: { config: string; commits: string[] };
  env: Record<string, string>;
  /** Folder with roster, citizenship record and exemptions. */
  folder: string;
  systems: Record<string, { url: string; token: string; email: string; api_token: string }>;
  gitlab: { url: string; project: string; tokens: { username: string; value: string; scopes: string[] }[] };
  /** E-mails of those who decide. */
  roles: { auditor: string; opsManager: string; deputy: string };
  /** Names of the systems in rollcall.yaml, in its order. */
  audited: string[];
  /** People in the roster. */
  people: number;
  planted: { system: string; check: string; subject: string; exempt?: boolean }[];
  stop(): void;
}

/** Starts the simulators as a process of their own; it ends with this one. @throws when they do not come up */
export async function startSimulators(args: readonly string[] = []): Promise<Simulators> {
  const main = join(import.meta.dirname, "../simulators/main.ts");
  const child = spawn(process.execPath, [main, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  return { ...(JSON.parse(await firstLine(child)) as Omit<Simulators, "stop">), stop: () => void child.kill() };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child
      .once("error", reject)
      .once("exit", (code) => reject(new Error(`the simulators ended with ${code} before they were up`)));
    if (child.stdout) createInterface(child.stdout).once("line", resolve);
  });
}
