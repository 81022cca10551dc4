/** Roles of a member as the API documents them; "member" of the user interface is `user` here. */
export const knownRoles: ReadonlySet<string> = new Set(["owner", "admin", "user"]);

/** Owners and admins of an organisation see all of it, and can change who is in it. */
export function mayManage(role: string | null | undefined): boolean {
  return role === "owner" || role === "admin";
}
