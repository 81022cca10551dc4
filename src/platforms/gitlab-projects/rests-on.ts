import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import { restsOnSome } from "../about.ts";

/**
 * What is asked of each project is asked of those with findings; which projects there are, and their default branches, the list says.
 * Names that rules give people and groups by are read where access is judged.
 */
export function restsOn(): (finding: Finding, sources: readonly string[]) => Rests {
  return ({ resource }, sources) => {
    const own = resource ? [resource.id] : null;
    const access = sources.includes("protected-branches") ? ["group", "named-users"] : [];
    return restsOnSome([...new Set(["projects", ...sources, ...access])], {
      approvals: own,
      "approval-settings": own,
      "protected-branches": own,
    });
  };
}
