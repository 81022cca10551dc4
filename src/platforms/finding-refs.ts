import type { Finding } from "../model/finding.ts";

/** Subject, as at the end of a finding's key (`account:17`, `person:dana@acme.test`, `account:17+resource:71`) → refs. */
export type Refs = ReadonlyMap<string, string[]>;

export function refsBySubject(findings: readonly Finding[]): Refs {
  return refsBy(findings, subjectOf);
}

/** The same where a table has a row for the first half of a pair: `account:17` has the refs of `account:17+resource:71` too. */
export function refsByFirstHalf(findings: readonly Finding[]): Refs {
  return refsBy(findings, (finding) => {
    const subject = subjectOf(finding);
    const second = finding.resource ? `+resource:${finding.resource.id}` : "";
    return second && subject.endsWith(second) ? subject.slice(0, -second.length) : subject;
  });
}

/** What stands in the last column of a row about these subjects. */
export function refsText(refs: Refs, ...subjects: readonly string[]): string {
  return subjects.flatMap((subject) => refs.get(subject) ?? []).join(" ");
}

function refsBy(findings: readonly Finding[], of: (finding: Finding) => string): Refs {
  const refs = new Map<string, string[]>();
  for (const finding of findings) {
    const subject = of(finding);
    const list = refs.get(subject);
    if (list) list.push(finding.ref);
    else refs.set(subject, [finding.ref]);
  }
  return refs;
}

/** A key is system/check/subject; neither a system nor a check has a slash in its name. */
function subjectOf({ key }: Finding): string {
  return key.split("/").slice(2).join("/");
}
