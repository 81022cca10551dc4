import { type PeriodAudit, periodReport } from "../core/period-report.ts";
import { usageError } from "../model/errors.ts";
import { dayIn, type Period, periodNamed, periodOf } from "../model/period.ts";
import type { PeriodReport } from "../model/period-report.ts";
import type { Context } from "./context.ts";
import { type Dashboard, openLooks, periodsOf } from "./dashboard.ts";

/** Earlier periods that stand beside it. */
const mostEarlier = 4;

/**
 * All systems in one period, from what is remembered: nothing is read, nothing is written.
 * @param name `FY27-Q4`; `null` = this period
 * @throws usage error where it is no period, has not begun, or nothing is remembered of it
 */
export async function reportPeriod(context: Context, name: string | null): Promise<PeriodReport> {
  const dashboard = await openLooks().at(context);
  const known = knownPeriods(dashboard);
  const period = periodMeant(context, { name, known });
  const before = known.filter((one) => one < period.id).slice(0, mostEarlier);
  const audits = await auditsIn(dashboard, period.id);
  const earlier: { period: string; audits: PeriodAudit[] }[] = [];
  // One after the other: each holds what its systems were read to have.
  for (const one of before) earlier.push({ period: one, audits: await auditsIn(dashboard, one) });
  return periodReport(audits, { organization: context.config.organization, now: context.now, period, earlier });
}

/** Periods there is an audit of, newest first. */
function knownPeriods(dashboard: Dashboard): string[] {
  const begun = new Set([...dashboard.audits.values()].map(({ memory }) => memory.audit.period));
  return periodsOf(dashboard).filter((period) => begun.has(period));
}

function periodMeant({ config, now }: Context, { name, known }: { name: string | null; known: readonly string[] }): Period {
  const today = dayIn(now, config.timeZone);
  const current = periodOf(today, config.fiscalYearStarts);
  const period = name === null ? current : periodNamed(name.toUpperCase(), { yearStarts: config.fiscalYearStarts, near: today });
  const there =
    known.length > 0 ? `there are audits of ${known.join(", ")}` : "no audit is remembered yet: rollcall audit opens them";
  if (period === null) throw usageError(`"${name}" is no period`, `write it as ${current.id}; ${there}`);
  if (period.start > today) throw usageError(`${period.id} has not begun: it starts on ${period.start}`, there);
  if (!known.includes(period.id)) throw usageError(`there is no audit of ${period.id}`, there);
  return period;
}

async function auditsIn(dashboard: Dashboard, period: string): Promise<PeriodAudit[]> {
  return Promise.all(
    dashboard.context.config.systems.map(async ({ id: system, name, platform }) => {
      const audit = dashboard.audits.get(`${system}/${period}`) ?? null;
      const reading = audit && (await dashboard.reading(audit));
      return { system, name, platform, audit, seats: reading?.view.seats ?? null };
    }),
  );
}
