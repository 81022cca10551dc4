import type { Finding, Named } from "../model/finding.ts";
import { rosterAt } from "../model/person.ts";
import type { Scene } from "../model/scene.ts";
import type { Severity } from "../model/severity.ts";
import { answersTo, personOf } from "./answers.ts";
import type { Check, Fault, Subject } from "./check.ts";

/** A fault of one subject as the finding reports know. `ref` is given later, when all findings stand in their order. */
export function findingOf(
  check: Check,
  of: { subject: Subject; fault: Fault; severity: Severity | undefined },
  scene: Scene,
): Finding {
  const { subject, fault } = of;
  const person = personOf(subject);
  return {
    key: keyOf(check, subject, scene),
    ref: "",
    check: check.id,
    severity: of.severity ?? fault.severity ?? check.severity,
    ...namesOf(subject),
    person: person && { email: person.email, name: person.name },
    expected: fault.expected,
    observed: fault.observed,
    message: fault.message,
    roster_at: person && fault.rosterPath !== undefined ? rosterAt(scene.roster, person, fault.rosterPath) : null,
    source: fault.source ?? sourceOf(subject, scene),
    fixes: fault.fixes,
    answers_to: { email: answersTo(check.asks, subject, scene) },
    change: "new",
    exempt: null,
  };
}

/** The key of what a check finds wrong with a subject. */
export function keyOf({ id }: Check, subject: Subject, { system }: Scene): string {
  return `${system}/${id}/${subjectKey(subject)}`;
}

function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case "account":
      return `account:${subject.account.account.id}${second(subject.resource)}`;
    case "person":
      return `person:${subject.person.person.id}${second(subject.resource)}`;
    // An account-to-be and one that may be gone: named and exempted like any.
    case "invitation":
      return `account:${subject.invitation.invitation.id}`;
    case "paged":
      return `account:${subject.paged.id}`;
    case "credential":
      return `credential:${subject.credential.credential.id}`;
    case "project":
      return `resource:${subject.project.id}`;
  }
}

function second(resource: Named | undefined): string {
  return resource ? `+resource:${resource.id}` : "";
}

type Names = Pick<Finding, "account" | "credential" | "resource">;

const nobody: Names = { account: null, credential: null, resource: null };

function namesOf(subject: Subject): Names {
  switch (subject.kind) {
    case "account": {
      const { id, name, email, url } = subject.account.account;
      return { ...nobody, account: { id, name, email, url }, resource: subject.resource ? named(subject.resource) : null };
    }
    case "person":
      return { ...nobody, resource: subject.resource ? named(subject.resource) : null };
    case "invitation": {
      const { id, email } = subject.invitation.invitation;
      return { ...nobody, account: { id, name: null, email, url: null } };
    }
    case "paged": {
      const { id, name } = subject.paged;
      const account = subject.account?.account;
      return { ...nobody, account: { id, name, email: account?.email ?? null, url: account?.url ?? null } };
    }
    case "credential":
      return { ...nobody, credential: named(subject.credential.credential) };
    case "project":
      return { ...nobody, resource: named(subject.project) };
  }
}

function named({ id, name }: Named): Named {
  return { id, name };
}

/** Credentials know their own source; everything else stands in the first one of its fact. */
function sourceOf(subject: Subject, { facts }: Scene): string {
  if (subject.kind === "credential") return subject.credential.credential.source;
  const fact = { account: facts.accounts, person: facts.accounts, invitation: facts.invitations, paged: facts.paging };
  return (subject.kind === "project" ? facts.approvals : fact[subject.kind])?.sources[0] ?? "";
}
