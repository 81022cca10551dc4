import { acceptancesIn, exemptionsFrom } from "../core/carry.ts";
import { exemptionFinder } from "../core/exempt.ts";
import type { Exemptions } from "../model/api/lists.ts";
import type { Exemption } from "../model/exemption.ts";
import { compareText } from "../model/json.ts";
import { dayIn, daysBetween } from "../model/period.ts";
import { auditsOf, type Dashboard } from "./dashboard.ts";
import type { LookedAt } from "./look-at-audits.ts";

type Shown = Exemptions["exemptions"][number];

/** What is accepted, by exemptions.yaml and by decisions, until when, and what it keeps quiet in this period. Soonest to end first. */
export function showExemptions(dashboard: Dashboard): Exemptions {
  const { context } = dashboard;
  const today = dayIn(context.now, context.config.timeZone);
  const all = [...context.exemptions.filter(({ from }) => from === "file"), ...decided(dashboard)];
  const exemptions = all.map((one) => shown(dashboard, one, today)).sort((a, b) => compareText(a.until, b.until));
  return {
    file: context.config.exemptions,
    exemptions,
    known_gaps: context.knownGaps.map((gap) => ({ ...gap, days_left: daysBetween(today, gap.until) })),
  };
}

function decided(dashboard: Dashboard): Exemption[] {
  const { context, period } = dashboard;
  return context.config.systems.flatMap(({ id }) => {
    const audits = [...dashboard.audits.values()].filter(({ memory }) => memory.audit.system === id);
    const known = audits
      .toSorted((a, b) => Date.parse(b.memory.audit.openedAt) - Date.parse(a.memory.audit.openedAt))
      .flatMap(({ memory, state }) => (state ? [{ memory, state }] : []));
    return exemptionsFrom({ accepted: acceptancesIn(known, context.now) }, `${id}/${period}`).map((one) => ({
      ...one,
      system: id,
    }));
  });
}

function shown(dashboard: Dashboard, one: Exemption, today: string): Shown {
  const { from, at, system, check, reason, approver, until } = one;
  const covers = coveredBy(dashboard, one, today);
  return {
    ...{ from, at, system, check, reason, approver, until },
    subject: subjectOf(one),
    days_left: daysBetween(today, until),
    covers,
    unused: from === "file" && until >= today && covers.length === 0,
  };
}

function coveredBy(dashboard: Dashboard, one: Exemption, today: string): Shown["covers"] {
  const { context, period } = dashboard;
  return auditsOf(dashboard, period).flatMap(({ memory, standings }: LookedAt) => {
    const { id: audit, system } = memory.audit;
    const exemptionOf = exemptionFinder({ exemptions: [one], system, today, roster: context.roster });
    const isGone = (key: string) => {
      const standing = standings.get(key);
      return standing?.is === "settled" && (standing.by === "fixed" || standing.by === "roster");
    };
    const covered = memory.findings.filter(({ finding }) => !isGone(finding.key) && exemptionOf(finding) !== null);
    return covered.map(({ finding }) => ({ audit, ref: finding.ref }));
  });
}

function subjectOf({ key, account, person, match, credential }: Exemption): string {
  if (key !== null) return key;
  if (account !== null) return `account ${account}`;
  if (person !== null) return person;
  return credential !== null ? `credential ${credential}` : `all like ${match}`;
}
