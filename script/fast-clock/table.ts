import type { FindingsReport } from "../../src/model/findings-report.ts";
import type { Played } from "./play.ts";
import { type Paper, painted } from "./story.ts";

/** The last ones first leave a narrow terminal. */
const columns = [
  "Audit",
  "State",
  "Days",
  "Found",
  "Fixed",
  "Roster",
  "Accepted",
  "Open",
  "Pings",
  "Escalated",
  "DMs",
  "Decisions",
  "Exempt",
];

/** All audits as they ended: how long they took, how their findings were settled, and what was sent. */
export function endTable({ audits, acts, startedAt, endedAt }: Played, findings: FindingsReport, paper: Paper): string {
  const rows = audits.map(({ audit, name, state }) => {
    const standings = findings.audits.find((one) => one.audit === audit)?.findings.map(({ standing }) => standing) ?? [];
    const by = (how: string) => standings.filter((standing) => standing.is === "settled" && standing.by === how).length;
    const open = standings.filter(({ is }) => is !== "settled").length;
    const made = acts.filter((one) => one.audit === audit).map(({ act }) => act);
    const sent = (...steps: string[]) => made.filter(({ step }) => steps.includes(step)).length;
    const direct = made.filter(({ channel }) => channel === "slack" || channel === "email").length;
    const settled = [by("fixed"), by("roster"), by("accepted"), open];
    const counts = [sent("ask"), sent("escalate"), direct, sent("decide", "decide-late"), by("exempt")];
    return [name, state, daysOf(startedAt.get(audit), endedAt.get(audit)), standings.length, ...settled, ...counts].map(String);
  });
  return table([columns, ...rows], paper);
}

function daysOf(from: string | undefined, to: string | undefined): string {
  return from && to ? String(Math.ceil((Date.parse(to) - Date.parse(from)) / 86_400_000)) : "–";
}

function table(rows: readonly string[][], paper: Paper): string {
  const wide = fitting(rows, paper.width);
  const widths = (wide[0] ?? []).map((_, at) => Math.max(...wide.map((row) => row[at]?.length ?? 0)));
  const lines = wide.map((row, index) => {
    const cells = row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
    return `  ${index === 0 ? painted(paper, cells.join("  "), "bold") : cells.join("  ")}`;
  });
  return `${lines.join("\n")}\n`;
}

/** Where the terminal is narrow, the last columns are left out. */
function fitting(rows: readonly string[][], width: number): string[][] {
  let kept = rows.map((row) => [...row]);
  const widthOf = () => (kept[0] ?? []).reduce((sum, _, at) => sum + 2 + Math.max(...kept.map((row) => row[at]?.length ?? 0)), 0);
  while (widthOf() > width && (kept[0]?.length ?? 0) > 4) kept = kept.map((row) => row.slice(0, -1));
  return kept;
}
