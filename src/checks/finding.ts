import type { Finding } from "../model/finding.ts";
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
    key: `${scene.system}/${check.id}/${subjectKey(subject)}${fault.resource ? `+resource:${fault.resource.id}` : ""}`,
    ref: "",
    check: check.id,
    severity: of.severity ?? fault.severity ?? check.severity,
    ...namesOf(subject),
    person: person && { email: person.email, name: person.name },
    resource: fault.resource ?? null,
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

function subjectKey(subject: Subject): string {
  if (subject.kind === "account") return `account:${subject.account.account.id}`;
  // An account-to-be: it is named and exempted like one.
  if (subject.kind === "invitation") return `account:${subject.invitation.invitation.id}`;
  return subject.kind === "person" ? `person:${subject.person.person.id}` : `credential:${subject.credential.credential.id}`;
}

function namesOf(subject: Subject): Pick<Finding, "account" | "credential"> {
  if (subject.kind === "account") {
    const { id, name, email, url } = subject.account.account;
    return { account: { id, name, email, url }, credential: null };
  }
  if (subject.kind === "invitation") {
    const { id, email } = subject.invitation.invitation;
    return { account: { id, name: null, email, url: null }, credential: null };
  }
  if (subject.kind === "person") return { account: null, credential: null };
  const { id, name } = subject.credential.credential;
  return { account: null, credential: { id, name } };
}

/** Accounts and invitations stand in the first source of their fact, credentials know their own. */
function sourceOf(subject: Subject, { facts }: Scene): string {
  if (subject.kind === "credential") return subject.credential.credential.source;
  return (subject.kind === "invitation" ? facts.invitations : facts.accounts)?.sources[0] ?? "";
}
