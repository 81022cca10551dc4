import type { FindingCounts, PeriodReport, PeriodSeats, PeriodSystem, PeriodTotals } from "../model/period-report.ts";
import { type Severity, severities } from "../model/severity.ts";
import { amountText, knownText } from "./seats-wording.ts";
import { counted, grouped } from "./wording.ts";

/** The words all forms of the period's page share. All plain text. */

export function periodTitle({ organization, period }: PeriodReport): string {
  return `${organization}: access audits ${period.id}`;
}

/** "2026-11-01 to 2027-01-31, as of 2026-12-05 09:00 UTC". */
export function periodSubtitle({ period, generated_at }: PeriodReport): string {
  return `${period.start} to ${period.end}, as of ${generated_at.slice(0, 10)} ${generated_at.slice(11, 16)} UTC`;
}

export function auditWord({ audit, state }: Pick<PeriodSystem, "audit" | "state">): string {
  if (audit === null || state === null) return "not begun";
  return state === "closed" ? "done" : state.replace("-", " ");
}

/** "4 done · 1 waived · 2 open"; only those there are. */
export function auditsWords({ audits }: Pick<PeriodTotals, "audits">): string {
  const { done, waived, open, cancelled, not_begun } = audits;
  const parts: [number, string][] = [
    [done, "done"],
    [waived, "waived"],
    [open, "open"],
    [cancelled, "cancelled"],
    [not_begun, "not begun"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(" · ");
}

/** "1 critical · 2 high"; "none" where there is none. */
export function severityWords(by: Record<Severity, number>): string {
  const parts = severities.filter((severity) => by[severity] > 0).map((severity) => `${grouped(by[severity])} ${severity}`);
  return parts.length > 0 ? parts.join(" · ") : "none";
}

/** "median 4, worst 12 days"; "nothing settled yet". */
export function daysWords({ days_to_settle: days, found }: FindingCounts): string {
  if (days === null) return found === 0 ? "nothing to settle" : "nothing settled yet";
  return `median ${grouped(days.median)}, worst ${counted(days.worst, "day")}`;
}

export function savedWords({ could_be_saved: saved }: PeriodSeats): string {
  return saved.length === 0 ? "not known" : saved.map(({ currency, a_month }) => amountText(a_month, currency)).join(" + ");
}

/** "109 of 120 used, at least 4 idle", "133 used, idle not known". */
export function seatsWords(seats: PeriodSeats | null): string {
  if (seats === null || seats.used === null) return "not known";
  const { bought, used, idle, at_least } = seats;
  const least = (isLeast: boolean) => (isLeast ? "at least " : "");
  const of = bought === null ? "" : ` of ${grouped(bought)}`;
  const idleWords = idle === null ? "idle not known" : `${least(at_least.idle)}${grouped(idle)} idle`;
  return `${least(at_least.used)}${grouped(used)}${of} used, ${idleWords}`;
}

export function findingsOf({ found, settled, accepted, open }: FindingCounts): string {
  if (found === 0) return "nothing found";
  const kept = accepted > 0 ? ` (${grouped(accepted)} accepted)` : "";
  return `${grouped(found)} found, ${grouped(settled)} settled${kept}, ${grouped(open)} open`;
}

/** What could not be looked at, a sentence each: systems nobody looked at, then sources. */
export function unseenLines({ systems }: PeriodReport): string[] {
  return systems.flatMap(({ name, audit, status, unseen, waiver }) => {
    if (audit === null) return [`${name}: no audit was begun, so nothing is known of it`];
    const waived = waiver ? `; waived by ${waiver.by}: ${waiver.reason}` : "";
    const lines = unseen.map(({ source, status: how, reason }) => {
      return `${name}, ${source}: could not look (${how === "unavailable" ? "refused" : "failed"}): ${reason ?? "no reason given"}${waived}`;
    });
    if (lines.length > 0) return lines;
    return status === null ? [`${name}: nothing was read${waived}`] : waiver ? [`${name}${waived}`] : [];
  });
}

/** What is compared over the periods: this one first, then the earlier, newest first. */
export function comparison({ total, earlier }: PeriodReport): { heads: string[]; rows: { label: string; values: string[] }[] } {
  const all = [total, ...earlier];
  const row = (label: string, value: (of: PeriodTotals) => string) => ({ label, values: all.map(value) });
  const bySeverity = severities.map((severity) =>
    row(`found: ${severity}`, ({ findings }) => grouped(findings.by_severity[severity])),
  );
  return {
    heads: all.map(({ period }) => period),
    rows: [
      row("audits done", ({ audits }) => grouped(audits.done)),
      row("audits waived", ({ audits }) => grouped(audits.waived)),
      row("audits open", ({ audits }) => grouped(audits.open)),
      row("systems not begun", ({ audits }) => grouped(audits.not_begun)),
      row("findings", ({ findings }) => grouped(findings.found)),
      ...bySeverity,
      row("settled", ({ findings }) => grouped(findings.settled)),
      row("still open", ({ findings }) => grouped(findings.open)),
      row("days to settle, median", ({ findings }) => knownText(findings.days_to_settle?.median ?? null, "–")),
      row("days to settle, worst", ({ findings }) => knownText(findings.days_to_settle?.worst ?? null, "–")),
      row("sources not seen", ({ unseen }) => grouped(unseen)),
      row("seats used", ({ seats }) => knownText(seats.used, "?")),
      row("seats idle", ({ seats }) => knownText(seats.idle, "?")),
      row("could be saved a month", ({ seats }) => (seats.could_be_saved.length === 0 ? "?" : savedWords(seats))),
    ],
  };
}
