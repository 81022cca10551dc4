import { nameKey } from "../core/people.ts";
import type { Grant, ReadEntitlement } from "../model/account.ts";
import type { Named } from "../model/finding.ts";
import type { Due, MatchedAccount, MatchedInvitation, MatchedPerson } from "../model/matching.ts";
import type { Project } from "../model/project.ts";
import type { OwnedCredential, Scene } from "../model/scene.ts";
import type { Check, Limits, Subject, Verdict } from "./check.ts";
import { perScene } from "./per-scene.ts";

/** A check over subjects of one kind. `among` says which of them are in scope. */
export interface Rule<T> extends Omit<Check, "scope" | "run"> {
  among?(subject: T, scene: Scene): boolean;
  judge(subject: T, scene: Scene, limits: Limits): Verdict;
}

/**
 * A check over accounts. Never in scope: accounts shared from another company's platform, those of skipped people, and those of
 * people who have left, about whom `leaver-with-access` says all there is to say.
 */
export function accountCheck(rule: Rule<MatchedAccount>): Check {
  return overAccounts(rule, (one) => isOurs(one) && one.person?.left !== true);
}

/** The same, leavers too. */
export function accountCheckWithLeavers(rule: Rule<MatchedAccount>): Check {
  return overAccounts(rule, isOurs);
}

function isOurs({ account, person }: MatchedAccount): boolean {
  return account.kind !== "shared" && person?.skipped !== true;
}

function overAccounts(rule: Rule<MatchedAccount>, base: (one: MatchedAccount) => boolean): Check {
  const { among, judge, ...data } = rule;
  return {
    ...data,
    *scope(scene): Generator<Subject> {
      for (const account of scene.matching.accounts) {
        if (base(account) && (!among || among(account, scene))) yield { kind: "account", account };
      }
    },
    run: (subject, scene, limits) => (subject.kind === "account" ? judge(subject.account, scene, limits) : "pass"),
  };
}

/** A check over people of the roster, without those who have left and those skipped. */
export function personCheck(rule: Rule<MatchedPerson>): Check {
  const { among, judge, ...data } = rule;
  return {
    ...data,
    *scope(scene): Generator<Subject> {
      for (const person of scene.matching.people) {
        if (!person.left && !person.skipped && (!among || among(person, scene))) yield { kind: "person", person };
      }
    },
    run: (subject, scene, limits) => (subject.kind === "person" ? judge(subject.person, scene, limits) : "pass"),
  };
}

/** A check over what accounts hold, one pair of account and entitlement at a time. Out of scope: as for `accountCheck`. */
export function grantCheck(rule: Rule<HeldGrant>): Check {
  const { among, judge, ...data } = rule;
  return {
    ...data,
    *scope(scene): Generator<Subject> {
      for (const account of scene.matching.accounts) {
        if (!isOurs(account) || account.person?.left === true) continue;
        for (const grant of account.account.grants) {
          if (!among || among({ ...account, grant }, scene)) yield { kind: "account", account, resource: grant.entitlement };
        }
      }
    },
    run(subject, scene, limits) {
      if (subject.kind !== "account") return "pass";
      const grant = subject.account.account.grants.find(({ entitlement }) => entitlement.id === subject.resource?.id);
      return grant ? judge({ ...subject.account, grant }, scene, limits) : "pass";
    },
  };
}

/** An account and one thing it holds. An account holds an entitlement once. */
export interface HeldGrant extends MatchedAccount {
  grant: Grant;
}

/** A check over what expected people are due, one pair of person and entitlement at a time. */
export function dueCheck(rule: Rule<DuePerson>): Check {
  const { among, judge, ...data } = rule;
  return {
    ...data,
    *scope(scene): Generator<Subject> {
      for (const person of scene.matching.people) {
        if (!person.expected || person.skipped) continue;
        // Due twice, by id and by name, is one thing.
        const asked = new Set<string>();
        for (const due of person.expectation?.dues ?? []) {
          const one = { ...person, due, entitlement: entitlementOf(due, scene) };
          const resource = one.entitlement ?? unknownOf(due);
          if (asked.has(resource.id) || (among && !among(one, scene))) continue;
          asked.add(resource.id);
          yield { kind: "person", person, resource };
        }
      }
    },
    run(subject, scene, limits) {
      if (subject.kind !== "person") return "pass";
      const { person, resource } = subject;
      const due = person.expectation?.dues?.find((one) => (entitlementOf(one, scene)?.id ?? one.entitlement) === resource?.id);
      return due ? judge({ ...person, due, entitlement: entitlementOf(due, scene) }, scene, limits) : "pass";
    },
  };
}

/** A person and one thing they should hold; `entitlement` is `null` where none of those read has that id or name. */
export interface DuePerson extends MatchedPerson {
  due: Due;
  entitlement: ReadEntitlement | null;
}

/** The entitlement a due names, by id or by name in any case. */
export function entitlementOf({ entitlement }: Due, scene: Scene): ReadEntitlement | null {
  return byIdOrName(scene).get(entitlement) ?? byIdOrName(scene).get(nameKey(entitlement)) ?? null;
}

const byIdOrName = perScene((scene: Scene) => {
  const found = new Map<string, ReadEntitlement>();
  for (const one of scene.entitlements) if (one.name !== null) found.set(nameKey(one.name), one);
  for (const one of scene.entitlements) found.set(one.id, one);
  return found;
});

function unknownOf({ entitlement }: Due): Named {
  return { id: entitlement, name: entitlement };
}

/** A check over pending invitations, without those of skipped people. One of somebody who left opens a door all the same. */
export function invitationCheck(rule: Rule<MatchedInvitation>): Check {
  const { among, judge, ...data } = rule;
  return {
    ...data,
    *scope(scene): Generator<Subject> {
      for (const invitation of scene.matching.invitations) {
        if (invitation.person?.skipped !== true && (!among || among(invitation, scene))) yield { kind: "invitation", invitation };
      }
    },
    run: (subject, scene, limits) => (subject.kind === "invitation" ? judge(subject.invitation, scene, limits) : "pass"),
  };
}

/** A check over credentials, all of them: a token of a skipped person is no less a token, and its owner is asked. */
export function credentialCheck(rule: Rule<OwnedCredential>): Check {
  const { among, judge, ...data } = rule;
  return {
    ...data,
    *scope(scene): Generator<Subject> {
      for (const credential of scene.credentials) {
        if (!among || among(credential, scene)) yield { kind: "credential", credential };
      }
    },
    run: (subject, scene, limits) => (subject.kind === "credential" ? judge(subject.credential, scene, limits) : "pass"),
  };
}

/** A check over active projects: those archived or marked for deletion are only counted. */
export function projectCheck(rule: Rule<Project>): Check {
  const { among, judge, ...data } = rule;
  return {
    ...data,
    *scope(scene): Generator<Subject> {
      for (const project of scene.projects) {
        if (project.state === "active" && (!among || among(project, scene))) yield { kind: "project", project };
      }
    },
    run: (subject, scene, limits) => (subject.kind === "project" ? judge(subject.project, scene, limits) : "pass"),
  };
}

/** A bot, or an account `service_accounts` vouches for: nobody's own, so the roster is not asked about it. */
export function isService({ account }: MatchedAccount, scene: Scene): boolean {
  return account.kind === "bot" || account.kind === "service" || vouchedFor(scene).has(account.id);
}

const vouchedFor = perScene((scene) => new Set(scene.serviceAccounts.map(({ account }) => account)));

export function isSeated({ account }: MatchedAccount): boolean {
  return account.seated;
}

/** Seated and somebody's: what the roster says of that person is what the account should be. */
export function isMatchedSeat(one: MatchedAccount, scene: Scene): one is MatchedAccount & { person: MatchedPerson } {
  return one.account.seated && one.person !== null && !isService(one, scene);
}

/** Accounts of a person that stand for the person, so no service account that happens to have an address of theirs. */
export function ownAccounts(person: MatchedPerson, scene: Scene): MatchedAccount[] {
  return person.accounts.filter((one) => !isService(one, scene));
}

/** Whether there is anything to know an account of theirs by: it may be there under any name, and nobody would see it. */
export function canBeFound({ person, expectation }: MatchedPerson): boolean {
  return Boolean(expectation?.id || expectation?.username || person.email || person.aliases.length > 0);
}
