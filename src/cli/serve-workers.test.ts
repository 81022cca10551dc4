import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { until } from "../store/testing/project.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { type Company, startCompany } from "../testing/company.ts";
import { type Directories, directoriesRoster, directoriesYaml, openDirectories } from "../testing/directories.ts";
import { commonProject } from "../testing/use-company.ts";

/** The fiscal year starts in February: the third quarter began on the first. */
const now = "2026-08-03T09:00:00.000Z";
const many = 40;

interface Process {
  log(): string;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<number | null>;
}

/** `rollcall serve --worker`, as on a machine of its own. */
function startWorker(company: Company, { config, database }: { config: string; database: string | null }): Process {
  const main = join(import.meta.dirname, "../testing/serve.ts");
  const env = { PATH: process.env.PATH, ...company.env, DIRECTORY_TOKEN: "example-token", ROLLCALL_TEST_NOW: now };
  const child: ChildProcess = spawn(process.execPath, [main, "serve", "--worker", "--port", "0", "--config", config], {
    cwd: company.folder,
    env: database === null ? env : { ...env, DATABASE_URL: database },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { log: () => log, kill: (signal) => void child.kill(signal), ended };
}

async function issues({ gitlab, env }: Company): Promise<{ title: string }[]> {
  const url = new URL(`/api/v4/projects/${encodeURIComponent(commonProject)}/issues?per_page=100`, gitlab.url);
  const response = await fetch(url, { headers: { "private-token": env.GL_TOKEN ?? "" } });
  return (await response.json()) as { title: string }[];
}

async function auditsIn(database: string): Promise<number> {
  const client = new Client({ connectionString: database });
  await client.connect();
  const { rows } = await client.query<{ count: number }>("select count(*)::int as count from rollcall.audits");
  await client.end();
  return rows[0]?.count ?? 0;
}

let company: Company;
beforeAll(async () => {
  company = await startCompany(["--only", "lab-directory"]);
});
afterAll(() => company.end());

/** Configuration and roster for these systems, with the company's GitLab. */
function configured(directories: Directories): string {
  const path = join(company.folder, `directories-${new URL(directories.url).port}.yaml`);
  const tracker = `{ gitlab: { url: "${company.gitlab.url}", project: ${commonProject}, token: "\${GL_TOKEN}" } }`;
  writeFileSync(join(company.folder, "directories-roster.yaml"), directoriesRoster);
  writeFileSync(path, directoriesYaml(directories.url, { many, tracker }));
  return path;
}

async function opened(): Promise<Directories> {
  const directories = await openDirectories();
  onTestFinished(() => directories.close());
  return directories;
}

describe.each(servers)("forty systems on $name", (server) => {
  const { database } = useServer(server);

  it("are each read once by four workers, with one issue each", { timeout: 90_000 }, async () => {
    const [directories, url, before] = [await opened(), await database(), (await issues(company)).length];
    const config = configured(directories);
    const workers = [1, 2, 3, 4].map(() => startWorker(company, { config, database: url }));
    const log = () => workers.map((worker) => worker.log()).join("");
    await expect.poll(() => log().match(/"job":"run-audit"/g)?.length, { timeout: 60_000 }).toBe(many);
    expect(log().match(/"job":"run-audit".*"outcome":"failed".*/g)).toBeNull();
    expect([...directories.requests.values()]).toEqual(Array(many).fill(3));
    expect((await issues(company)).length - before).toBe(before === 0 ? many : 0);
    expect(log()).not.toContain("example-");
    for (const worker of workers) worker.kill("SIGTERM");
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  });

  it("are finished when three of four workers are killed, and none has two issues", { timeout: 120_000 }, async () => {
    const [directories, url] = [await opened(), await database()];
    const config = configured(directories);
    directories.hold();
    const workers = [1, 2, 3, 4].map(() => startWorker(company, { config, database: url }));
    await until(() => directories.held() >= 20, "they are at work");
    for (const worker of workers.slice(1)) worker.kill("SIGKILL");
    await Promise.all(workers.slice(1).map(({ ended }) => ended));
    directories.letGo();
    await expect.poll(() => auditsIn(url), { timeout: 90_000 }).toBe(many);
    await expect
      .poll(async () => new Set((await issues(company)).map(({ title }) => title)).size, { timeout: 30_000 })
      .toBe(many);
    expect(await issues(company)).toHaveLength(many);
  });
});
