// Plays two weeks of audits on the simulated company: what `script/demo --fast-clock` runs.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Door } from "../../simulators/people/door.ts";
import { People } from "../../simulators/people/people.ts";
import { RosterFolder } from "../../simulators/people/roster-folder.ts";
import type { FindingsReport } from "../../src/model/findings-report.ts";
import type { StatusReport } from "../../src/operations/list-audits.ts";
import { rollcall } from "../../src/testing/rollcall.ts";
import { type Simulators, startSimulators } from "../simulators.ts";
import { type Played, play, type Run } from "./play.ts";
import { type Paper, storyteller } from "./story.ts";
import { endTable } from "./table.ts";

/** A Monday morning, well inside a quarter: the same story on every day it is played. */
export const start = "2026-11-23T08:00:00.000Z";

/** Days after which it is given up. */
const days = 35;

export interface FastClockOptions {
  /** Where the company's folder goes, which is made new. */
  folder: string;
  paper: Paper;
  /** A database with nothing in it; left out, the embedded one. */
  databaseUrl?: string;
  /** Called with the company before it goes: for whoever compares its books. */
  atEnd?(company: Simulators): Promise<void>;
}

/** @returns the exit code: 0 = every audit was closed */
export async function fastClock({ folder, paper, databaseUrl, atEnd }: FastClockOptions): Promise<number> {
  const own = freshFolder(folder);
  const company = await startSimulators(["--folder", own, "--now", start, "--limit", "100000"]);
  const stop = () => {
    company.stop();
    process.exit(130);
  };
  process.once("SIGINT", stop);
  try {
    const begun = performance.now();
    const run = runIn(company, databaseUrl);
    await refuseUsed(run);
    paper.write(`${opening(company)}\n`);
    const played = await playWith(company, { run, paper });
    const findings = await run(["findings", "--all", ...played.audits.map(({ audit }) => audit), "--format", "json"]);
    paper.write(`\n${endTable(played, JSON.parse(findings.stdout) as FindingsReport, paper)}`);
    await atEnd?.(company);
    const open = played.audits.filter(({ state }) => state !== "closed" && state !== "waived");
    paper.write(`\n${closing(played, { seconds: (performance.now() - begun) / 1000, open: open.length })}\n`);
    const isProved = await prove(played, { run, paper, to: join(folder, "evidence") });
    return played.audits.length > 0 && open.length === 0 && isProved ? 0 : 1;
  } finally {
    process.off("SIGINT", stop);
    company.stop();
  }
}

/** Evidence of every audit that was closed: written, looked at, and its findings derived again. */
async function prove({ audits }: Played, { run, paper, to }: { run: Run; paper: Paper; to: string }): Promise<boolean> {
  const closed = audits.filter(({ state }) => state === "closed" || state === "waived").map(({ audit }) => audit);
  rmSync(to, { recursive: true, force: true });
  const exported = await run(["export", ...closed, "--output", `${to}/`]);
  const bundles = exported.code === 0 ? readdirSync(to).map((name) => join(to, name)) : [];
  const verified = await run(["verify", ...bundles]);
  const replayed = await Promise.all(bundles.map((bundle) => run(["replay", bundle])));
  const isProved = [exported, verified, ...replayed].every(({ code }) => code === 0) && bundles.length === closed.length;
  const failed = [exported, verified, ...replayed].find(({ code }) => code !== 0);
  paper.write(
    isProved
      ? `\nTheir evidence is in ${to}: ${bundles.length} bundles, each whole, and its findings derived again byte for byte.\nLook yourself: rollcall verify ${to}/*.zip\n`
      : `\nTheir evidence does not hold:\n${failed?.stdout ?? ""}${failed?.stderr ?? ""}\n`,
  );
  return isProved;
}

function playWith(company: Simulators, { run, paper }: { run: Run; paper: Paper }): Promise<Played> {
  const { control, folder, gitlab, roles } = company;
  const door = new Door(control);
  const names = new Map(new RosterFolder(join(folder, "roster")).people().map(({ email, name }) => [email, name]));
  const actors = new People({ control, folder, gitlab, roles, project: gitlab.project, now: start });
  return play({ run, actors, start, days, setClock: (now) => door.setClock(now), tell: storyteller(paper, names) });
}

/** Rollcall's command line in this process: two weeks are some eighty commands, and starting a process takes longer than most. */
function runIn({ config, env, folder }: Simulators, databaseUrl?: string): Run {
  const all = databaseUrl === undefined ? env : { ...env, DATABASE_URL: databaseUrl };
  // A replay needs no configuration, and takes none.
  return (args) => rollcall(args[0] === "replay" ? args : [...args, "--config", config], { cwd: folder, env: all });
}

/** Two weeks of made-up audits have no business among real ones. @throws where the database remembers any */
async function refuseUsed(run: Run): Promise<void> {
  const { stdout, stderr } = await run(["status", "--all", "--format", "json"]);
  if (stdout === "") throw new Error(stderr);
  const { audits, orphans } = JSON.parse(stdout) as StatusReport;
  if (audits.length + orphans.length > 0)
    throw new Error("the database of DATABASE_URL remembers audits: --fast-clock takes an empty one, or none at all");
}

/** Of earlier plays, those whose database has ended go. */
function freshFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const running = (name: string) =>
    readdirSync(join(folder, name), { recursive: true }).some((path) => String(path).endsWith("postmaster.pid"));
  for (const name of readdirSync(folder).filter((one) => one.startsWith("fast-clock-")))
    if (!running(name)) rmSync(join(folder, name), { recursive: true, force: true });
  const own = join(folder, `fast-clock-${process.pid}-${Date.now().toString(36)}`);
  mkdirSync(own);
  return own;
}

function opening({ people, audited }: Simulators): string {
  return `A support team of ${people} people, ${audited.length} systems, two weeks. People act in the simulated GitLab and on the simulated platforms only.`;
}

function closing({ audits, endedAt }: Played, { seconds, open }: { seconds: number; open: number }): string {
  const last = [...endedAt.values()].sort().at(-1) ?? start;
  const took = Math.ceil((Date.parse(last) - Date.parse(start)) / 86_400_000);
  if (open > 0) return `${open} of ${audits.length} audits are not closed after ${days} days.`;
  return `All ${audits.length} audits are closed: ${took} days, played in ${Math.round(seconds)} seconds.`;
}
