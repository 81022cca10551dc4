import type { Role } from "../../model/api/session.ts";
import type { Config } from "../../model/config.ts";
import { normalEmail } from "../../model/identity.ts";

/** What somebody may do, by the configuration as it is now. Whoever came by the machine's own link may at least look. */
export function rolesOf(email: string, { people }: Pick<Config, "people">): Role[] {
  const isOne = (contact: { email: string } | null) => contact !== null && normalEmail(contact.email) === normalEmail(email);
  const roles: Role[] = [];
  if (isOne(people.opsManager) || isOne(people.deputy)) roles.push("manager");
  if (isOne(people.auditor)) roles.push("auditor");
  return roles.length > 0 ? roles : ["viewer"];
}
