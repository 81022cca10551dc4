import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import type { KeptRows, Row } from "../../model/source.ts";
import { credentialRows, inBatches, restsOnSome } from "../about.ts";
import type { Listing, Reading } from "../platform.ts";

/** Users asked about at once; each may stand in a list at two levels, and a page holds a hundred rows. */
const atOnce = 50;

/**
 * Members of each configured group by their users, `user_ids[]` of the lists themselves: a single membership's own address gives one
 * of two levels, and not which counts. The lists hide as much as they do when they are asked for whole.
 */
export function someMembers(
  groups: number,
  read: (reading: Reading, more: Record<string, string[]>) => AsyncIterable<Row[]>,
): NonNullable<Listing["about"]> {
  return {
    by: "user",
    requests: (users) => groups * Math.ceil(users.length / atOnce),
    async *rows(users, reading) {
      for (const batch of inBatches(users, atOnce)) yield* read(reading, { "user_ids[]": batch });
    },
  };
}

const tokens = ["group-tokens", "project-tokens"];
/** What says through which group somebody is in, and so until when. */
const ways = ["direct-members", "via-members", "invited-groups"];

/** A finding about an account rests on its memberships, one about a token on the tokens of its project. */
export function restsOn(rows: KeptRows): (finding: Finding, sources: readonly string[]) => Rests {
  const rowOf = credentialRows(rows, tokens);
  return (finding, sources) => {
    const { account, credential, check } = finding;
    if (credential) {
      const of = rowOf(finding)?.of;
      const others = tokens.filter((name) => name !== finding.source);
      return restsOnSome(sources, {
        ...Object.fromEntries([...others, "members"].map((name) => [name, []])),
        "project-tokens": finding.source !== "project-tokens" ? [] : typeof of === "string" ? [of] : null,
      });
    }
    // An invitation by e-mail has no user's number.
    const user = account && /^\d+$/.test(account.id) ? account.id : null;
    if (!user) return restsOnSome(sources, account ? { members: [] } : {});
    const own = { members: [user], "direct-members": [user], invitations: [] };
    return restsOnSome(check === "membership-expiring" ? [...sources, ...ways] : sources, own);
  };
}
