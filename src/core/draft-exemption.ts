import { usageError } from "../model/errors.ts";
import type { Exemption } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import type { Roles } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";
import type { Roster } from "../model/person.ts";
import { exemptionFinder } from "./exempt.ts";
import type { WrittenExemption } from "./exemption-yaml.ts";
import { subjectsOf } from "./follow-up-team.ts";
import { opsManagerFor } from "./ladder.ts";
import { isDay } from "./setting-types.ts";

export interface ExemptionWish {
  /** YYYY-MM-DD, the last day. */
  until: string;
  reason: string;
  /** E-mail; `null` = the ops manager, or who acts for them where it is about them. */
  approver: string | null;
  /** What it is to cover; `null` = as little as can be said. */
  scope: { account: true } | { person: true } | { match: string } | null;
}

export interface DraftedExemption {
  exemption: WrittenExemption;
  /** What whoever commits it should know. */
  notes: string[];
}

interface Around {
  system: string;
  roles: Roles;
  roster: Roster;
  /** YYYY-MM-DD in the configured time zone. */
  today: string;
}

/**
 * An exemption of the file for a finding, as narrow as the file can say it unless a scope is asked for.
 * @throws usage error where it would hold nothing: the end is past, the approver is its subject, the scope does not cover it
 */
export function draftExemption(finding: Finding, wish: ExemptionWish, around: Around): DraftedExemption {
  const { system, roster, today } = around;
  const { until, reason } = wish;
  if (!isDay(until)) throw usageError(`"${until}" is no day`, "write the last day as 2027-03-01");
  if (until < today) throw usageError(`${until} is past`, "name a last day to come with --until");
  if (reason.trim() === "") throw usageError("an exemption needs a reason", 'say why with --reason "…"');
  const approver = approverOf(finding, wish, around);
  const exemption: WrittenExemption = {
    ...{ system, check: finding.check, account: null, person: null, match: null, credential: null },
    ...scopeOf(finding, wish.scope),
    ...{ reason: reason.trim(), approver: approver.email, until },
  };
  const covers = exemptionFinder({ exemptions: [{ ...exemption, from: "file", key: null, at: "" }], system, today, roster });
  if (covers(finding) === null) throw usageError(`${wordsOf(exemption)} does not cover ${finding.ref}`, "name a wider --match");
  return { exemption, notes: [...approver.notes, ...breadthNotes(finding, exemption)] };
}

function approverOf(finding: Finding, wish: ExemptionWish, { roles, roster }: Around): { email: string; notes: string[] } {
  const subjects = subjectsOf(finding, roster);
  const email = wish.approver?.trim() ?? opsManagerFor(subjects, { roles });
  if (subjects.includes(normalEmail(email)))
    throw usageError(
      `${finding.ref} is about ${email}, and nobody accepts a finding about themselves`,
      "name another --approver",
    );
  if (!/^[^\s@<>"]+@[^\s@<>"]+$/u.test(email)) throw usageError(`"${email}" is no e-mail`, "name who accepts it with --approver");
  return { email, notes: wish.approver === null ? [`approver: ${email}; --approver names somebody else`] : [] };
}

type Scope = Partial<Pick<Exemption, "account" | "person" | "match" | "credential">>;

function scopeOf(finding: Finding, wanted: ExemptionWish["scope"]): Scope {
  const { account, person, credential, resource, ref } = finding;
  const ofPerson = person && (person.email ?? person.name);
  if (wanted !== null && "match" in wanted) return { match: wanted.match };
  if (wanted !== null && "account" in wanted) return account ? { account: account.id } : refused(ref, "account");
  if (wanted !== null) return ofPerson ? { person: ofPerson } : refused(ref, "person");
  if (account) return { account: account.id };
  if (credential) return { credential: credential.id };
  if (ofPerson) return { person: ofPerson };
  if (resource?.name) return { match: resource.name };
  return refused(ref, "account, person or credential with a name");
}

function refused(ref: string, what: string): never {
  throw usageError(`${ref} is about no ${what}`, "leave the scope out, or name one with --match");
}

function wordsOf({ account, person, match, credential }: WrittenExemption): string {
  return JSON.stringify(account ?? person ?? match ?? credential);
}

/** A file cannot say "this one of several": then a decision is narrower. */
function breadthNotes({ resource, account, person, ref, check }: Finding, exemption: WrittenExemption): string[] {
  const isPair = resource !== null && (account !== null || person !== null);
  if (isPair && exemption.match === null)
    return [`it covers every finding of ${check} about them, not only ${ref}: to accept that one alone, decide accept it`];
  return exemption.match?.includes("*") ? [`it covers whatever fits ${JSON.stringify(exemption.match)}, today and later`] : [];
}
