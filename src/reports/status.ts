import type { AuditState } from "../model/event.ts";
import type { Severity } from "../model/severity.ts";
import { severities } from "../model/severity.ts";
import { displayWidth, fitToWidth } from "./display-width.ts";
import { moment, stepNoun } from "./follow-up.ts";
import { type Line, piece, renderLines, type Style } from "./terminal-line.ts";
import { shortText } from "./text.ts";
import { counted } from "./wording.ts";

/** What a list of audits is made from; `core/audit-overview.ts` says what each means. */
export interface StatusView {
  audits: {
    audit: string;
    name: string;
    state: AuditState;
    findings: number;
    counts: { open: number; explained: number; fixed: number; roster: number; accepted: number; exempt: number };
    bySeverity: Record<Severity, number>;
    waitsFor: {
      email: string;
      since: string | null;
      items: number;
      next: { step: keyof typeof stepNoun; at: string | null } | null;
    }[];
    oldest: number | null;
  }[];
  orphans: { audit: string; state: AuditState }[];
}

/** Those waited for that are named; the others are counted. */
const mostNamed = 5;

/** What a person sees of `rollcall status`: a line an audit, and who is waited for. */
export function statusTable({ audits, orphans }: StatusView, terminal: { width: number; colour: boolean }): string {
  if (audits.length + orphans.length === 0) return "No audit is open: rollcall audit opens those of this period.\n";
  const names = Math.min(32, Math.max(0, ...audits.map(({ name }) => displayWidth(shortText(name)))));
  const lost = orphans.map(
    ({ audit, state }): Line => [piece(`${audit} · ${state} · rollcall.yaml has no such system any more`, "unread")],
  );
  return renderLines([...audits.flatMap((audit) => auditLines(audit, names)), ...lost], terminal);
}

const styles: Record<AuditState, Style> = {
  ...{ draft: "medium", "following-up": "plain", "in-review": "plain" },
  ...{ closed: "ok", waived: "ok", cancelled: "dim" },
};

function auditLines(audit: StatusView["audits"][number], names: number): Line[] {
  const { name, state, waitsFor } = audit;
  return [
    [
      piece(fitToWidth(shortText(name), names), "bold"),
      piece(`  ${state.padEnd(12)}  `, styles[state]),
      piece(countsText(audit)),
    ],
    ...waitsFor.slice(0, mostNamed).map(waitLine),
    ...(waitsFor.length > mostNamed ? [[piece(`    and ${waitsFor.length - mostNamed} more people`, "dim")]] : []),
  ];
}

function countsText({ counts, bySeverity, findings, oldest }: StatusView["audits"][number]): string {
  const worst = severities.flatMap((severity) => (bySeverity[severity] > 0 ? [`${bySeverity[severity]} ${severity}`] : []));
  const open = counts.open + counts.explained;
  if (open === 0) return findings === 0 ? "nothing found" : `all ${counted(findings, "finding")} settled`;
  const decided = counts.explained > 0 ? `, ${counts.explained} of them for a decision` : "";
  return `${open} of ${findings} open${decided}: ${worst.join(" · ")}${oldest !== null && oldest > 0 ? ` · oldest ${counted(oldest, "day")}` : ""}`;
}

function waitLine({ email, since, items, next }: StatusView["audits"][number]["waitsFor"][number]): Line {
  const what = items === 0 ? "their word on the audit" : counted(items, "finding");
  const asked = since === null ? "not asked yet" : `since ${moment(since)}`;
  const then = next === null ? "" : ` · ${stepNoun[next.step]}${next.at === null ? "" : ` ${moment(next.at)}`}`;
  return [piece(`    waits for ${shortText(email)}`), piece(` · ${what} ${asked}${then}`, "dim")];
}
