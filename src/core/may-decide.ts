import type { Config } from "../model/config.ts";
import type { FollowedFinding, Roles } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";

/** Auditor, ops manager or deputy: they start, cancel and decide. @param by e-mail; null = a stranger */
export function isInCharge(by: string | null, { people }: Pick<Config, "people">): boolean {
  const { auditor, opsManager, deputy } = people;
  return by !== null && [auditor, opsManager, deputy].some((one) => one && normalEmail(one.email) === normalEmail(by));
}

/** Whoever looks at findings on the dashboard, as their sign-in makes them known. */
export interface Asker {
  email: string;
  /** Auditor or manager here and now. Who opened a link only claims to be somebody, and may be so configured to decide nothing. */
  inCharge: boolean;
  /** That by a list or group of `serve.roles`, beside the people of the configuration. */
  isListed: boolean;
}

/** The same as one of those who are asked: for what they see of a system that is not theirs to see. */
export function asSubject({ email }: Pick<Asker, "email">): Asker {
  return { email, inCharge: false, isListed: false };
}

type Decided = Pick<FollowedFinding, "subjects">;

/**
 * Why somebody may not decide on a finding, as the end of a sentence about them; `null` = they may. The auditor and the ops manager
 * may, whoever signed in as one, the deputy where the ops manager is the subject, and nobody where it is about themselves.
 * @param by e-mail; null = a stranger @param roles.isListed signed in as auditor or manager by `serve.roles`
 */
export function mayNotDecide(by: string | null, finding: Decided, roles: Roles & { isListed?: boolean }): string | null {
  const who = by === null ? null : normalEmail(by);
  const isAbout = (email: string) => finding.subjects.some((subject) => normalEmail(subject) === normalEmail(email));
  const isDeputy = who !== null && roles.deputy !== null && who === normalEmail(roles.deputy);
  const decides = [roles.auditor, roles.opsManager, ...(roles.deputy && isAbout(roles.opsManager) ? [roles.deputy] : [])];
  if (who !== null && (roles.isListed || decides.map(normalEmail).includes(who)))
    return isAbout(who) ? "it is about themselves: somebody else must decide" : null;
  if (isDeputy) return "the deputy decides only where it is about the Support Operations Manager";
  return "only the auditor and the Support Operations Manager decide";
}

export function mayDecide(by: string | null, finding: Decided, roles: Roles): boolean {
  return mayNotDecide(by, finding, roles) === null;
}
