import type { Config } from "../model/config.ts";
import type { Author } from "../model/conversation.ts";
import type { Roster } from "../model/person.ts";

/**
 * E-mail of who wrote something in the tracker: by GitLab's user id, then by username, among the roster and whom the configuration
 * describes. `null` = a stranger, or one that several people claim to be: then it is nobody's word.
 */
export function emailOfAuthor(
  author: Author | null,
  { roster, config }: { roster: Roster; config: Pick<Config, "people"> },
): string | null {
  if (author === null) return null;
  const { people } = roster;
  const byId = people.filter(({ gitlab }) => gitlab?.id === author.id);
  if (byId.length > 0) return only(byId.map(({ email }) => email));
  const username = author.username?.toLowerCase();
  if (username === undefined) return null;
  const { auditor, opsManager, deputy } = config.people;
  const configured = [auditor, opsManager, deputy].flatMap((one) => (one?.gitlab?.toLowerCase() === username ? [one.email] : []));
  // Whose id the roster knows is not somebody else who has taken their former name.
  const named = people.filter(({ gitlab }) => (gitlab?.id ?? null) === null && gitlab?.username?.toLowerCase() === username);
  return only([...configured, ...named.map(({ email }) => email)]);
}

function only(emails: readonly (string | null)[]): string | null {
  const all = [...new Set(emails.map((email) => email?.toLowerCase() ?? null))];
  return all.length === 1 ? (emails[0] ?? null) : null;
}
