import type { Finding } from "../model/finding.ts";
import type { Lookback } from "../model/lookback.ts";
import { addDays, dayIn } from "../model/period.ts";
import type { Scene } from "../model/scene.ts";

/** Findings about somebody's leaving: the roster tells since when the access is wrong. */
const leaving: readonly string[] = ["leaver-with-access", "token-owner-left"];

/** Findings about a role or level: only our own readings tell since when, from after the last without it to the first with it. */
const roles: readonly string[] = ["role-mismatch", "unexpected-admin", "entitlement-excess"];

export interface LookbackFacts {
  /** ISO 8601: of the first reading that showed the finding. */
  foundAt: string;
  /** ISO 8601: of the last complete reading that did not; `null` = there is none. */
  absentAt: string | null;
  timeZone: string;
}

/** The accounts and credentials of a scene by id: made once for all its findings. */
export type LookbackScene = ReturnType<typeof lookbackScene>;

export function lookbackScene({ matching, credentials }: Pick<Scene, "matching" | "credentials">) {
  return {
    accounts: new Map(matching.accounts.map((one) => [one.account.id, one])),
    credentials: new Map(credentials.map((one) => [one.credential.id, one])),
    leavers: new Map(matching.people.map(({ person }) => [person.email, person.endDate])),
  };
}

/** Whether it was used while the access was wrong; `null` = the finding is about neither leaving nor a role. */
export function lookbackOf(finding: Finding, facts: LookbackFacts, scene: LookbackScene): Lookback | null {
  if (leaving.includes(finding.check)) return sinceLeaving(finding, facts, scene);
  return roles.includes(finding.check) ? sinceSeen(finding, facts, scene) : null;
}

/** What the platform says of the last use, and in which words. */
interface LastUse {
  at: string | "never" | null;
  word: "sign-in" | "use";
}

function lastUseOf({ account, credential }: Finding, scene: LookbackScene): LastUse {
  if (credential) return { at: scene.credentials.get(credential.id)?.credential.lastUsedAt ?? null, word: "use" };
  return { at: (account && scene.accounts.get(account.id)?.account.lastSignIn) ?? null, word: "sign-in" };
}

function sinceLeaving(finding: Finding, { timeZone }: LookbackFacts, scene: LookbackScene): Lookback {
  const lastDay = lastDayOf(finding, scene);
  const { at, word } = lastUseOf(finding, scene);
  const nothing = { wrongSince: lastDay && addDays(lastDay, 1), lastUse: at === "never" ? null : at };
  if (lastDay === null) return { ...nothing, used: "not-determinable", why: "the roster gives no last day" };
  if (at === null) return { ...nothing, used: "not-determinable", why: `the platform gives no last ${word}` };
  if (at === "never") return { ...nothing, used: "no", why: `the platform says there never was a ${word}` };
  const isAfter = dayIn(at, timeZone) > lastDay;
  return {
    ...nothing,
    used: isAfter ? "yes" : "no",
    why: `the last ${word} the platform gives is ${isAfter ? "after" : "not after"} the last day, ${lastDay}`,
  };
}

/** The person's, whether the finding is about their account or about a token that is theirs. */
function lastDayOf({ person, account, credential }: Finding, scene: LookbackScene): string | null {
  const owned = credential && scene.credentials.get(credential.id)?.owner;
  const matched = account && scene.accounts.get(account.id)?.person?.person;
  return owned?.endDate ?? matched?.endDate ?? (person?.email ? scene.leavers.get(person.email) : null) ?? null;
}

function sinceSeen(finding: Finding, { foundAt, absentAt }: LookbackFacts, scene: LookbackScene): Lookback {
  const { at, word } = lastUseOf(finding, scene);
  const nothing = { wrongSince: absentAt, lastUse: at === "never" ? null : at };
  if (at === null) return { ...nothing, used: "not-determinable", why: `the platform gives no last ${word}` };
  if (at === "never") return { ...nothing, used: "no", why: `the platform says there never was a ${word}` };
  const last = Date.parse(at);
  if (last >= Date.parse(foundAt))
    return { ...nothing, used: "yes", why: `the last ${word} is after ${foundAt.slice(0, 10)}, when it was seen wrong` };
  if (absentAt !== null && last < Date.parse(absentAt))
    return { ...nothing, used: "no", why: `the last ${word} is before ${absentAt.slice(0, 10)}, when it was seen right` };
  const since = absentAt === null ? "before it was first seen" : `between ${absentAt.slice(0, 10)} and ${foundAt.slice(0, 10)}`;
  return { ...nothing, used: "not-determinable", why: `it became wrong ${since}, and the last ${word} is no later` };
}
