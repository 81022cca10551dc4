import type { MatchedInvitation } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";
import { ageInDays, isOlderThan } from "./ages.ts";
import { invitationCheck } from "./subjects.ts";
import { dayOf, inRoster, listed } from "./words.ts";

export const pendingInvitation = invitationCheck({
  id: "pending-invitation",
  title: "Invitation pending too long",
  severity: "low",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.5.16", "ISO 27001 A.5.18"],
  needs: ["invitations"],
  limits: { after: 14 },
  among: isAsked,
  judge({ invitation: { createdAt, email, to = [] }, person: one }, scene, { after = 14 }) {
    if (createdAt !== null && !isOlderThan(createdAt, after, scene)) return "pass";
    const since = createdAt === null ? "since nobody knows when" : `since ${dayOf(createdAt)}`;
    const days = createdAt === null ? "" : `, for ${Math.floor(ageInDays(createdAt, scene))} days`;
    const revoke = `revoke the invitation in ${scene.name}`;
    return {
      expected: `accepted or revoked within ${after} days`,
      observed: createdAt,
      message: `is invited${to.length > 0 ? ` to ${listed(to)}` : ""} and has not accepted ${since}${days}${whose(one, email)}`,
      fixes: isTeam(one)
        ? [`accept the invitation to ${scene.name}`, `or ${revoke}`]
        : [revoke, ...(one ? [`if they have not left, correct end_date ${inRoster(scene, one.person, "end_date")}`] : [])],
      ...(one?.left ? { rosterPath: "end_date" } : {}),
    };
  },
});

/**
 * Where the whole company is, only the team is asked about. Where who is invited is an account already, a leaver's is
 * `leaver-with-access` and nothing else.
 */
function isAsked({ invitation, person }: MatchedInvitation, { facts }: Scene): boolean {
  if (person === null) return facts["team-only"] !== undefined;
  return !(person.left && person.accounts.some(({ account }) => account.id === invitation.id));
}

type Invited = { left: boolean; person: { endDate: string | null } } | null;

function isTeam(one: Invited): boolean {
  return one !== null && !one.left;
}

/** Who could come in by it and should not. */
function whose(one: Invited, email: string | null): string {
  if (one === null) return email === null ? "; they are nobody in the roster" : "; the address is nobody's in the roster";
  return one.left ? `; it is for somebody who left on ${one.person.endDate}` : "";
}
