import type { Entitlement } from "./account.ts";

/** One way somebody can be paged. */
export interface Duty {
  resource: Entitlement;
  as: "layer" | "override" | "final schedule" | "policy";
}

/** A user who can be paged in what is audited, and how. */
export interface Paged {
  /** Id of the account, also of one that is gone. */
  id: string;
  /** As the reference to it says; `null` where it says nothing. */
  name: string | null;
  /** Still referenced, but no account any more. */
  deleted: boolean;
  duties: Duty[];
}
