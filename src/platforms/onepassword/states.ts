/** States of a user as `op`, the Users API and SCIM have them. What is in none of these sets is unknown, and so is UNKNOWN. */
const active: ReadonlySet<string> = new Set([
  "ACTIVE",
  // Signing in anew, or moving to single sign-on: they are there all the same.
  "RECOVERY_STARTED",
  "RECOVERY_ACCEPTED",
  "TRANSFER_PENDING",
  "TRANSFER_STARTED",
  "TRANSFER_ACCEPTED",
]);

/** Invited: not accepted yet, or accepted and not confirmed by an administrator. */
const pending: ReadonlySet<string> = new Set([
  "PENDING",
  "INVITED",
  "EMAIL_VERIFIED_BUT_REGISTRATION_INCOMPLETE",
  "TEAM_REGISTRATION_INITIATED",
]);

/** Whether a user is locked out; `null` for a state this version does not know. */
export function isSuspended(state: string | null | undefined): boolean | null {
  if (state === "SUSPENDED") return true;
  return state != null && active.has(state) ? false : null;
}

export function isPending(state: string | null | undefined): boolean {
  return state != null && pending.has(state);
}

/** Kinds of users; their own word for a person of the company is "member". */
const classes: Readonly<Record<string, string>> = { MEMBER: "member", GUEST: "guest", SERVICE_ACCOUNT: "service" };

/** @returns `unrecognised` for a type this version does not know, or that 1Password does not tell */
export function classOf(type: string | null | undefined): string {
  return (type != null && Object.hasOwn(classes, type) && classes[type]) || "unrecognised";
}

export const groupRoles: ReadonlySet<string> = new Set(["MEMBER", "MANAGER"]);
