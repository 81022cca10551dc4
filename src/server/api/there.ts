import type { Dashboard } from "../../operations/dashboard.ts";
import type { LookedAt } from "../../operations/look-at-audits.ts";
import { NotThere } from "./problem.ts";

/** @throws that there is none, also where it is one they may not see */
export function auditOf({ audits }: Dashboard, id: string): LookedAt {
  return audits.get(id) ?? missing(`audit ${id}`);
}

export function missing(what: string): never {
  throw new NotThere(what);
}
