import type { Generated } from "kysely";
import type { AuditState } from "../model/event.ts";
import type { AuditStatus } from "../model/report.ts";

/** The tables as Kysely sees them. Times are ISO 8601 text on both ways; `json` columns are written as text and read parsed. */
export interface Tables {
  audits: {
    id: string;
    system: string;
    period: string;
    state: AuditState;
    created_at: string;
    /** Both or neither. */
    issue_url: string | null;
    issue_iid: number | null;
    due_at: string | null;
  };
  /** What happened in an audit, in order, chained. Only ever added to: the database refuses the rest, but for redaction. */
  events: {
    audit: string;
    n: number;
    at: string;
    kind: string;
    actor: string;
    payload: unknown;
    payload_sha256: string;
    sha256: string;
    /** When `actor` and `payload` were replaced by their pseudonymised form. */
    redacted_at: Generated<string | null>;
  };
  snapshots: {
    audit: string;
    n: number;
    system: string;
    taken_at: string;
    status: AuditStatus;
    sources: unknown;
    /** Canonical JSON lines, gzip. */
    findings: Buffer;
    scope: "whole" | "recheck";
    /** Of a recheck: row ids by source, where only those were asked about. */
    asked: unknown;
    /** Its rows were forgotten. */
    thinned: boolean;
    /** What its findings were derived from beside its rows; `null` = it is of before that was kept. */
    basis: unknown;
  };
  /** Rosters, configurations and exemptions that readings were derived with, each once: canonical JSON, gzip. */
  basis_parts: { sha256: string; content: Buffer };
  /** Sealed evidence of audits, byte for byte: its digest is posted. One more each time an audit is closed again. */
  bundles: { audit: string; n: number; sealed_at: string; sha256: string; size: number; manifest: unknown };
  bundle_parts: { audit: string; n: number; part: number; bytes: Buffer };
  /** The kept rows of one source, in parts of whole lines: canonical JSON lines, gzip. */
  snapshot_rows: { audit: string; n: number; source: string; part: number; lines: Buffer };
  /**
   * Every finding an audit ever had. Told by a digest of its key: a key is outside text, may be of any length and hold what a `text`
   * cannot. `looked_at`: of the last reading that told whether it is there.
   */
  findings: {
    audit: string;
    key_sha256: string;
    ref: string;
    found_at: string;
    looked_at: string;
    finding: unknown;
    carried: unknown;
  };
  /** What later readings showed of a finding, where that was a change. */
  sightings: { audit: string; key_sha256: string; at: string; seen: boolean };
  /** Outside writes that were decided on, in order. */
  intents: {
    audit: string;
    id_sha256: string;
    n: number;
    id: unknown;
    at: string;
    content: unknown;
    confirmed_at: string | null;
  };
  /** What the last reading of an audit shows, derived from its rows. `n`: of that reading; `form`: of the derivation. */
  listings: { audit: string; n: number; form: number; at: string; summary: unknown };
  /** Its accounts, people and credentials, each with what lists are searched and sorted by. `entry`: JSON as text. */
  listed: {
    audit: string;
    kind: "account" | "person" | "credential";
    position: number;
    /** Id of whoever of the roster it is about. */
    person: string | null;
    /** In lower case. */
    words: string;
    facets: string[];
    by_name: number;
    by_email: number;
    by_role: number;
    by_sign_in: number;
    entry: string;
  };
  /** Readings that are going on. One whose process died stays until somebody reads that audit again. */
  running: {
    audit: string;
    system: string;
    what: "audit" | "recheck";
    by: string;
    started_at: string;
    heard_at: string;
    progress: unknown;
  };
  /** Who is signed in on the dashboard: told by a digest of what is in the cookie. In no backup. */
  sessions: { id_sha256: string; email: string; who: unknown; created_at: string; seen_at: string; expires_at: string };
  /** What programs sign in with: told by digest. */
  access_tokens: {
    token_sha256: string;
    id: string;
    email: string;
    who: unknown;
    name: string;
    scopes: unknown;
    created_at: string;
    expires_at: string;
    used_at: string | null;
    revoked_at: string | null;
  };
  /** Answers of writes, for whoever asks the same again. `status` null = it is being worked on. In no backup. */
  idempotency: {
    who: string;
    key_sha256: string;
    request_sha256: string;
    at: string;
    status: number | null;
    answer: string | null;
  };
  /** Where events are sent, since when. In no backup: what is put back is nothing that happens. */
  webhooks: { id: string; since: string };
  /** Number of the last event of an audit that one has, and how it stands with the next. */
  deliveries: {
    webhook: string;
    audit: string;
    n: number;
    attempts: number;
    failing_since: string | null;
    next_at: string | null;
  };
  /** What happened that is of no audit: sign-ins, tokens, what was asked for. Only ever added to. */
  journal: {
    id: string;
    at: string;
    kind: string;
    actor: string;
    payload: unknown;
    /** When `actor` and `payload` were replaced by their pseudonymised form. */
    redacted_at: Generated<string | null>;
  };
}

/**
 * Every table of what is to be kept, those first that others refer to: a backup has these. What is derived is made again; whoever is
 * signed in signs in again.
 */
export const tables = [
  "audits",
  "events",
  "snapshots",
  "snapshot_rows",
  "findings",
  "sightings",
  "intents",
  "journal",
  "access_tokens",
  "basis_parts",
  "bundles",
  "bundle_parts",
] as const satisfies readonly (keyof Tables)[];

/** Where they are: a schema of our own, so that a company's database may hold other things. */
export const schema = "rollcall";
