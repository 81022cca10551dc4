import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import { restsOnSome } from "../about.ts";

/** Who is in the group, one list tells; when a member last signed in, each one's own details. */
export function restsOn(): (finding: Finding, sources: readonly string[]) => Rests {
  return ({ account }, sources) => restsOnSome(sources, { "sign-ins": account ? [account.id] : null });
}
