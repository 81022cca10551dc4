/** Roles of a user as the API gives them, and what PagerDuty's own pages call them. */
const names: Readonly<Record<string, string>> = {
  owner: "Account Owner",
  admin: "Global Admin",
  user: "Manager",
  limited_user: "Responder",
  observer: "Observer",
  restricted_access: "Restricted Access",
  read_only_user: "Full Stakeholder",
  read_only_limited_user: "Limited Stakeholder",
};

export const knownRoles: readonly string[] = Object.keys(names);

export function isKnownRole(role: string): boolean {
  return Object.hasOwn(names, role);
}

/** What people call it; the value itself where this version does not know it. */
export function roleName(role: string): string {
  return isKnownRole(role) ? String(names[role]) : role;
}

/** The API's value for a role as somebody wrote it, by value or by name in any case; `null` = there is none. */
export function roleNamed(text: string): string | null {
  const key = text.trim().toLowerCase();
  return knownRoles.find((role) => role === key || roleName(role).toLowerCase() === key) ?? null;
}

/** Who can change everybody's access, and sees what private teams keep to themselves. */
export function mayManage(role: string | null | undefined): boolean {
  return role === "owner" || role === "admin";
}
