import { spawn } from "node:child_process";
import { join } from "node:path";
import { Client } from "pg";
import { expect } from "vitest";
import { checks } from "../checks/index.ts";
import { CommitProxy } from "./commit-proxy.ts";
import { federal, federalProject, type UsedCompany } from "./use-company.ts";

/**
 * Kills a command wherever it writes to the outside or commits, just before and just after, runs it again to its end, and compares the
 * books of everybody else with those of a run nobody disturbed. To add a scenario: what to do first, and the command.
 */
export interface Scenario {
  name: string;
  /** With a database of its own; leaves the world as it is before the command. */
  prepare(env: Record<string, string>): Promise<void>;
  argv: string[];
  /** As many places to die at there must be at least, that the test goes on saying something. */
  points: number;
}

interface Point {
  kind: "write" | "commit";
  nth: number;
  when: "before" | "after";
}

/** Only a few checks, so that the company has a handful of findings: each of them is a few places to die at. */
export function fewChecks(text: string): string {
  const kept = ["role-mismatch", "group-mismatch", "light-agent-on-roster"];
  const off = checks.flatMap(({ id }) => (kept.includes(id) ? [] : [`  ${id}: off\n`]));
  return `${text}checks:\n${off.join("")}`;
}

/** `--now`, so many days from now. */
export function days(count: number): string[] {
  return ["--now", new Date(Date.now() + count * 86_400_000).toISOString()];
}

/** Commands that must go well, one after the other, with the few checks. */
export async function did(on: UsedCompany, env: Record<string, string>, commands: string[][]): Promise<void> {
  for (const command of commands) {
    const { code, stderr } = await on.run([...command, ...on.configured(fewChecks)], env);
    expect(code, `${command.join(" ")}: ${stderr}`).toBe(0);
  }
}

const root = join(import.meta.dirname, "../..");

export class Killing {
  readonly #on: UsedCompany;
  readonly #config: string[];
  readonly #database: (of: { empty: boolean }) => Promise<string>;

  constructor(on: UsedCompany, of: { config: string[]; database(of: { empty: boolean }): Promise<string> }) {
    this.#on = on;
    this.#config = of.config;
    this.#database = of.database;
  }

  /** Tries every point of a scenario. @returns how many there were */
  async everywhere(scenario: Scenario): Promise<number> {
    const prepared = await this.#database({ empty: true });
    await scenario.prepare({ DATABASE_URL: prepared });
    await this.#on.company.state({ server: "gitlab", do: "keep" });
    const points = await this.#pointsOf(scenario, prepared);
    const whole = await this.#from(prepared);
    expect((await this.#run(scenario.argv, whole)).code, scenario.name).toBe(0);
    if (scenario.argv[0] !== "follow-up") await this.#run(["follow-up", federal, ...this.#now(scenario)], whole);
    const books = await this.#books(whole);
    for (const point of points) {
      const url = await this.#from(prepared);
      await this.#killedAt(scenario, { url, point });
      const again = await this.#run(scenario.argv, url);
      const where = `${scenario.name}: killed ${point.when} ${point.kind} ${point.nth}`;
      // An audit that was closed cannot be closed again.
      expect(scenario.argv[0] === "close" ? [0, 2] : [0], `${where}: ${again.stderr}`).toContain(again.code);
      // What a command left undone, the next round does.
      if (scenario.argv[0] !== "follow-up") await this.#run(["follow-up", federal, ...this.#now(scenario)], url);
      expect(await this.#books(url), where).toEqual(books);
    }
    return points.length;
  }

  async #pointsOf(scenario: Scenario, prepared: string): Promise<Point[]> {
    const { proxy, url } = await CommitProxy.open(await this.#from(prepared));
    await this.#control("POST", "/hold", { nth: 0, when: "before" });
    proxy.arm({ nth: 0, when: "before" });
    await this.#run(scenario.argv, url);
    const { writes } = (await this.#control("DELETE", "/hold")) as { writes: number };
    const commits = proxy.count;
    proxy.close();
    const of = (kind: Point["kind"], many: number) =>
      Array.from({ length: many }, (_, index) =>
        (["before", "after"] as const).map((when) => ({ kind, nth: index + 1, when })),
      ).flat();
    return [...of("write", writes), ...of("commit", commits)];
  }

  async #killedAt({ argv }: Scenario, { url, point }: { url: string; point: Point }): Promise<void> {
    const { proxy, url: through } = await CommitProxy.open(url);
    const { nth, when, kind } = point;
    if (kind === "commit") proxy.arm({ nth, when });
    else await this.#control("POST", "/hold", { nth, when });
    const child = spawn(process.execPath, [join(root, "src/rollcall.ts"), ...argv, ...this.#config], {
      cwd: this.#on.company.folder,
      env: {
        PATH: process.env.PATH,
        ...this.#on.company.env,
        DATABASE_URL: through,
        NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node"),
      },
      stdio: "ignore",
    });
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    const held = kind === "commit" ? proxy.reached() : this.#control("GET", "/held").then(() => {});
    // What is killed never comes to its end; a run with a point less than the one that was counted does.
    await Promise.race([held, ended]);
    child.kill("SIGKILL");
    await ended;
    // One that came to its end was killed nowhere.
    expect(child.signalCode, `${argv.join(" ")}: ${when} ${kind} ${nth}`).toBe("SIGKILL");
    proxy.close();
    if (kind === "write") await this.#control("DELETE", "/hold");
  }

  /** A world as it was prepared. @returns the address of its database */
  async #from(prepared: string): Promise<string> {
    await this.#on.company.state({ server: "gitlab", do: "put-back" });
    await this.#on.company.state({ server: "slack", forget: true });
    const url = new URL(prepared);
    const name = `copy_${Math.random().toString(36).slice(2)}`;
    const template = url.pathname.slice(1);
    url.pathname = "/postgres";
    const client = new Client({ connectionString: url.href });
    await client.connect();
    // A template may have nobody on it: whoever prepared it is gone, and its server may be a moment behind.
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [template]);
    await client.query(`create database ${name} template ${template}`);
    await client.end();
    url.pathname = `/${name}`;
    return url.href;
  }

  #run(argv: readonly string[], url: string) {
    return this.#on.run([...argv, ...this.#config], { DATABASE_URL: url });
  }

  #now({ argv }: Scenario): string[] {
    const at = argv.indexOf("--now");
    return at < 0 ? [] : argv.slice(at, at + 2);
  }

  /** What everybody else has seen of us: issues, our comments and thumbs, direct messages; and what we remember of it. */
  async #books(url: string): Promise<object> {
    const issues = await this.#on.issues(federalProject);
    const seen = await Promise.all(issues.map(async ({ iid, state }) => ({ state, comments: await this.#comments(iid) })));
    const { slack } = (await this.#on.company.books()) as unknown as { slack: { delivered: { to: string; text: string }[] } };
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      `select e.audit, a.state, e.kind, coalesce(e.payload->'act'->>'id', e.payload->'said'->>'digest', e.payload->>'note', '') as what
       from rollcall.events e join rollcall.audits a on a.id = e.audit
       where e.kind in ('act-made', 'said', 'replied', 'state-changed', 'reviewed', 'follow-up-started')`,
    );
    const owed = await client.query("select count(*)::int as owed from rollcall.intents where confirmed_at is null");
    await client.end();
    const events = rows.map((row) => JSON.stringify(row)).sort();
    return { issues: seen, delivered: slack.delivered.map(({ to, text }) => `${to} ${text}`), events, owed: owed.rows };
  }

  async #comments(iid: number): Promise<string[]> {
    const notes = await this.#on.notes(iid, federalProject);
    return notes.map(({ body, thumbs }) => `${withoutTimes(body)} 👍 ${thumbs}`).sort();
  }

  #control(method: string, path: string, body?: unknown): Promise<unknown> {
    return fetch(new URL(path, this.#on.company.control), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).then((answer) => answer.json());
  }
}

/**
 * The first line is the marker; when it was made, the number of the comment it answers, what it was said in, and the digest of evidence
 * that holds those times, differ from run to run.
 */
function withoutTimes(body: string): string {
  const told = body.replace(/ (?:at|note|by|source|evidence)="[^"]*"/g, "");
  return told.replace(/(evidence is sealed: sha256 )[0-9a-f]{64}/, "$1…");
}
