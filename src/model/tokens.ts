import type { AuditStatus } from "./report.ts";

/** Why a credential may be there. */
export interface Justification {
  /** A request link in its name, exemptions.yaml, a decision in an audit, or the client of our own that makes such tokens. */
  by: "request-link" | "exemption" | "decision" | "client";
  /** The link, or the reason given; `null` of a client. */
  text: string | null;
  /** E-mail of who accepted it. */
  approver: string | null;
  /** YYYY-MM-DD, the last day; `null` = it has no end. */
  until: string | null;
}

/** One credential and who answers for it. `null` = not known, or nobody. */
export interface ListedToken {
  id: string;
  kind: "api-token" | "oauth-token" | "oauth-client";
  name: string | null;
  /** What it opens, where that is a part of the system. */
  of: string | null;
  owner: { email: string | null; name: string | null } | null;
  owner_left: boolean;
  /** What it says instead of a person of the roster. */
  owner_hint: string | null;
  active: boolean | null;
  created_at: string | null;
  last_used_at: string | null;
  /** ISO 8601, a day where only its name says it, or `never`. */
  expires_at: string | null;
  justification: Justification | null;
}

export interface SystemTokens {
  system: string;
  name: string;
  platform: string;
  status: AuditStatus;
  /** Why some may be missing, or their owners; `null` where all was read. */
  reason: string | null;
  /** Those that were read, by id. */
  tokens: ListedToken[];
}

/** `rollcall.tokens/1`: what `rollcall tokens` reports. */
export interface TokensReport {
  schema: "rollcall.tokens/1";
  organization: string;
  generated_at: string;
  /** False where what audits accepted could not be asked for: then no justification may mean that nobody knows. */
  remembered: boolean;
  systems: SystemTokens[];
}
