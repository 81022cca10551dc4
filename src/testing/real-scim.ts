import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { now } from "./company.ts";

/** The company's directory on somebody else's SCIM server, in a process of its own. */
export interface RealScim {
  /** Base, with the prefix. */
  url: string;
  /** Requests so far, and those of them that were no GET. */
  counted(): Promise<{ requests: number; writes: number }>;
  stop(): void;
}

/** @throws when it does not come up */
export async function startRealScim(args: readonly string[] = []): Promise<RealScim> {
  const main = join(import.meta.dirname, "../../simulators/scim/real.ts");
  const child = spawn(process.execPath, [main, "--now", now, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve, reject) => {
    child.once("error", reject).once("exit", (code) => reject(new Error(`the SCIM server ended with ${code}`)));
    createInterface(child.stdout).once("line", resolve);
  });
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    counted: async () => (await (await fetch(new URL("/counted", url))).json()) as { requests: number; writes: number },
    stop: () => void child.kill(),
  };
}
