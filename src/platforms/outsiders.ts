import type { Finding } from "../model/finding.ts";
import type { MatchedPerson } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";

/** Nobody of the team: in no roster, or no longer. */
export function isOutside(person: MatchedPerson | null): boolean {
  return person === null || person.left;
}

/** Why an account or invitation is there: what the configuration, an exemption or the roster says; empty = for the auditor to find out. */
export function whyThere(
  of: { id: string; person: MatchedPerson | null },
  { scene, findings }: { scene: Scene; findings: readonly Finding[] },
): string {
  const service = scene.serviceAccounts.find(({ account }) => account === of.id);
  const exempt = findings.find(({ account, exempt }) => exempt !== null && account?.id === of.id)?.exempt;
  return [
    ...(service ? [`service account: ${service.purpose ?? "no purpose given"}`] : []),
    ...(exempt ? [`accepted until ${exempt.until}: ${exempt.reason}`] : []),
    ...(of.person?.left ? [`left on ${of.person.person.endDate}`] : []),
  ].join("; ");
}
