import type { Credential, CredentialsPage } from "../model/api/credential.ts";
import { compareText } from "../model/json.ts";
import { addDays, dayIn } from "../model/period.ts";
import { severities } from "../model/severity.ts";
import { auditsOf, type Dashboard } from "./dashboard.ts";
import { listedTokens } from "./derive-tokens.ts";
import type { LookedAt } from "./look-at-audits.ts";
import { paged } from "./paged.ts";
import type { Reading } from "./readings.ts";
import { worstOf } from "./show-accounts.ts";
import { hasWords, namedBy } from "./show-findings.ts";
import { unreadOf } from "./show-overview.ts";

export interface CredentialsAsked {
  system?: string | undefined;
  person?: string | undefined;
  only: "all" | "findings" | "unjustified" | "expiring" | "unused" | "unowned";
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Tokens and clients of every system of a period, worst first. */
export async function showCredentials(dashboard: Dashboard, period: string, asked: CredentialsAsked): Promise<CredentialsPage> {
  const audits = auditsOf(dashboard, period).filter(
    ({ memory }) => (asked.system ?? memory.audit.system) === memory.audit.system,
  );
  const read = await Promise.all(audits.map(async (audit) => ({ audit, reading: await dashboard.reading(audit) })));
  const all = read.flatMap(({ audit, reading }) => (reading ? credentialsOf(dashboard, audit, reading) : []));
  const { now, config } = dashboard.context;
  const soon = addDays(dayIn(now, config.timeZone), 21);
  const wanted = all.filter((one) => isWanted(one, asked, soon)).sort(worstFirst);
  const unread = read.flatMap(({ audit, reading }) => {
    const { memory, system } = audit;
    const sources = system ? (dashboard.context.platform(system.platform).facts(system).credentials?.sources ?? []) : [];
    return unreadOf(reading?.sources ?? [])
      .filter(({ source }) => sources.includes(source))
      .map((one) => ({ ...one, system: memory.audit.system }));
  });
  return { ...paged(wanted, asked), unread };
}

/** Of one reading. */
export function credentialsOf({ context }: Dashboard, { memory, system }: LookedAt, { scene, view }: Reading): Credential[] {
  if (!system) return [];
  const { id: audit } = memory.audit;
  const wrong = Map.groupBy(
    view.audit.findings.filter(({ exempt }) => exempt === null),
    ({ credential }) => credential?.id,
  );
  const refs = new Map(memory.findings.map(({ finding }) => [finding.key, finding.ref]));
  return listedTokens(scene, context.exemptions).map(({ owner, ...token }) => {
    const findings = wrong.get(token.id) ?? [];
    return {
      ...{ system: system.id, system_name: system.name, audit },
      ...token,
      owner: owner && namedBy(owner.email, context),
      findings: findings.map(({ key, ref }) => refs.get(key) ?? ref),
      severity: worstOf(findings),
    };
  });
}

function isWanted(one: Credential, { only, person, q }: CredentialsAsked, soon: string): boolean {
  if (person !== undefined && one.owner?.id !== person) return false;
  if (only === "findings" && one.findings.length === 0) return false;
  if (only === "unjustified" && one.justification !== null) return false;
  if (only === "unowned" && one.owner !== null) return false;
  if (only === "unused" && one.last_used_at !== "never") return false;
  const expires = one.expires_at;
  if (only === "expiring" && (expires === null || expires === "never" || expires.slice(0, 10) > soon)) return false;
  return hasWords(
    [one.id, one.name, one.of, one.owner?.name, one.owner?.email, one.owner_hint, one.system_name].join(" ").toLowerCase(),
    q,
  );
}

function worstFirst(a: Credential, b: Credential): number {
  const rank = ({ severity }: Credential) => (severity === null ? severities.length : severities.indexOf(severity));
  return rank(a) - rank(b) || compareText(a.system, b.system) || compareText(a.name ?? a.id, b.name ?? b.id);
}
