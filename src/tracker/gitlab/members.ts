import type { Contact } from "../../model/contact.ts";
import type { Session } from "./session.ts";
import type { GitlabMember } from "./shapes.ts";

/** Planner, and with it Reporter upwards: sees confidential issues, sets labels and assignees. */
export const plannerLevel = 15;

/** The member with the contact's username (GitLab compares without case), `null` where there is none who could sign in. */
export function memberOf(members: readonly GitlabMember[], contact: Contact): GitlabMember | null {
  const username = contact.gitlab?.toLowerCase();
  if (!username) return null;
  const found = members.find((member) => member.username.toLowerCase() === username);
  const isIn = found && (found.state ?? "active") === "active" && (found.membership_state ?? "active") === "active";
  return isIn ? found : null;
}

/** Those whom a mention in the issue would not reach: no username, no member, or a guest where issues are confidential. */
export async function absenteesOf(session: Session, contacts: readonly Contact[], signal: AbortSignal): Promise<Contact[]> {
  const members = await session.members(signal);
  const needed = session.config.confidential ? plannerLevel : 0;
  return contacts.filter((contact) => (memberOf(members, contact)?.access_level ?? -1) < needed);
}
