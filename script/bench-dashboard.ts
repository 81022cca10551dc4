// Prints rows of measurements of the dashboard on 100,000 accounts: the first page in a real browser, a step of the accounts table, the
// API under 50 readers at once, and the server's own memory. The server is a process of its own. The argument is a folder its database's
// user may reach; with `serve` behind it this is that server.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openBrowser } from "../src/testing/use-browser.ts";
import { row } from "./bench-row.ts";
import { startSimulators } from "./simulators.ts";

const [readers, asksEach, pageSize] = [50, 20, 100];
const folder = join(process.argv[2] ?? "", "dashboard");
const system = "zendesk-global";

if (process.argv[3] === "serve") {
  const { serve } = await import("../src/app.ts");
  const { config = "", as = "" } = JSON.parse(process.argv[4] ?? "{}") as { config?: string; as?: string };
  const ending = new AbortController();
  process.once("SIGTERM", () => ending.abort());
  await serve({
    ...{ config, cwd: folder, env: process.env, worker: false, port: 0, as, write: () => {}, isTerminal: false },
    signal: ending.signal,
    onListening: (url, link) => void process.stdout.write(`${JSON.stringify({ url, link })}\n`),
  });
  process.exit(0);
}

mkdirSync(folder, { recursive: true, mode: 0o755 });
const args = ["--folder", folder, "--agents", "100000", "--memberships", "300000", "--latency", "0", "--limit", "100000000"];
const company = await startSimulators(args);

function node(command: readonly string[], stdout: "ignore" | "pipe"): ChildProcess {
  const flags = ["--heap-growing-percent=30", "--max-semi-space-size=8"];
  const env = { ...process.env, ...company.env };
  return spawn(process.execPath, [...flags, ...command], { cwd: folder, env, stdio: ["ignore", stdout, "inherit"] });
}

/** The nth part in a hundred of what was measured. */
function percentile(measured: readonly number[], n: number): number {
  return measured.toSorted((a, b) => a - b)[Math.ceil((measured.length * n) / 100) - 1] ?? Number.NaN;
}

async function asked(url: string, cookie: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(url, { headers: { cookie } });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return performance.now() - started;
}

/** Milliseconds of each question, of many readers who go through the list. */
async function reading(base: string, cookie: string): Promise<number[]> {
  const period = ((await (await fetch(`${base}/api/v1/session`, { headers: { cookie } })).json()) as { period: string }).period;
  const list = `${base}/api/v1/accounts?audit=${encodeURIComponent(`${system}/${period}`)}&limit=${pageSize}`;
  await asked(list, cookie);
  const one = async (reader: number) => {
    const times: number[] = [];
    for (let n = 0; n < asksEach; n += 1)
      times.push(await asked(`${list}&offset=${((reader * 7919 + n * 104_729) % 990) * 100}`, cookie));
    return times;
  };
  return (await Promise.all(Array.from({ length: readers }, (_, reader) => one(reader)))).flat();
}

/** Seconds until the overview can be used, milliseconds of one step of the accounts table, and the session's cookie. */
async function looking(link: string): Promise<{ first: number; step: number; cookie: string }> {
  const browser = await openBrowser();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  const base = new URL(link).origin;
  const started = performance.now();
  await page.goto(`${base}/`);
  await page.locator(".roll-row").first().waitFor();
  const first = (performance.now() - started) / 1000;
  await page.locator("nav").getByRole("link", { name: "Zendesk Global", exact: true }).click();
  const search = page.getByRole("region", { name: "Accounts", exact: true }).getByLabel("Search");
  await search.waitFor();
  const steps: number[] = [];
  for (const n of [12_345, 54_321, 77_777, 1234, 99_999]) {
    const answered = page.waitForResponse((response) => response.url().includes(`q=${n}`));
    await search.fill(String(n));
    const response = await answered;
    await response.finished();
    steps.push(response.request().timing().responseEnd);
  }
  const [cookie] = (await context.cookies()).map(({ name, value }) => `${name}=${value}`);
  await browser.close();
  return { first, step: percentile(steps, 100), cookie: cookie ?? "" };
}

try {
  const common = ["--config", company.config];
  const audit = node([join(import.meta.dirname, "../src/rollcall.ts"), "audit", system, ...common], "ignore");
  await new Promise((resolve) => audit.on("close", resolve));
  const options = JSON.stringify({ config: company.config, as: company.roles.auditor });
  const server = node([join(import.meta.dirname, "bench-dashboard.ts"), process.argv[2] ?? "", "serve", options], "pipe");
  const said = await new Promise<string>((resolve) => {
    if (server.stdout) createInterface(server.stdout).once("line", resolve);
  });
  const { url, link } = JSON.parse(said) as { url: string; link: string };
  const { first, step, cookie } = await looking(link);
  const times = await reading(url.replace(/\/$/, ""), cookie);
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  server.kill("SIGTERM");
  await new Promise((resolve) => server.on("close", resolve));
  process.stdout.write(
    JSON.stringify([
      row("dashboard, 100,000 accounts: first page usable in a browser", { measured: first, most: 1, unit: "s" }),
      row("dashboard: a search in the accounts table, asked to answered, slowest of 5", {
        measured: step,
        most: 100,
        unit: "ms",
      }),
      row(`API: pages of ${pageSize} for ${readers} readers at once, 99 of 100`, {
        measured: percentile(times, 99),
        most: 50,
        unit: "ms",
      }),
      row("server: peak memory", { measured: peak, most: 300, unit: "MiB" }),
    ]),
  );
} finally {
  company.stop();
}
