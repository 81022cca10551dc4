import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import type { KeptRows } from "../../model/source.ts";
import { restsOnSome } from "../about.ts";

/**
 * Who is in the group, one list tells; when a member last signed in, each one's own details. Whether somebody is locked out stands in
 * the list of all users as well, and whoever one of the two calls suspended is: where it was read, it is read again.
 */
export function restsOn(rows: KeptRows): (finding: Finding, sources: readonly string[]) => Rests {
  const [anyUser] = rows.of("users");
  return ({ account, check }, sources) => {
    const isAlsoThere = anyUser !== undefined && check === "suspended-with-access";
    const all = isAlsoThere ? [...new Set([...sources, "users"])] : sources;
    return restsOnSome(all, { "sign-ins": account ? [account.id] : null });
  };
}
