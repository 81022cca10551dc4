import type { AuditState } from "./event.ts";

/** A file of a bundle. */
export interface SealedFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
}

/** A bundle as another one, or a comment in an issue, names it. */
export interface BundleLink {
  audit: string;
  /** Hex, of the whole file. */
  sha256: string;
}

/** `manifest.json` of a bundle: what is signed. */
export interface Manifest {
  schema: typeof manifestSchema;
  /** Version of Rollcall that made it. */
  rollcall: string;
  organization: string;
  audit: string;
  system: string;
  period: string;
  /** Of the audit when this was made. */
  state: AuditState;
  /** ISO 8601: of the last event in it. */
  sealed_at: string;
  checks: { id: string; version: number }[];
  /** The chain of what happened: how many events, and the digest of the last. */
  events: { count: number; head: string | null };
  /** The bundle sealed before it for the same system. */
  previous: BundleLink | null;
  /** Every file but the manifest and its signature, in their order. */
  files: SealedFile[];
  /** Fingerprint of the key it is signed with. */
  key: string;
}

export const manifestSchema = "rollcall.evidence/1";

/** A bundle that was sealed and kept. */
export interface SealedBundle {
  audit: string;
  /** From 1; an audit that was opened again is sealed again. */
  n: number;
  sealedAt: string;
  /** Hex, of the whole file. */
  sha256: string;
  /** Bytes. */
  size: number;
  manifest: Manifest;
}

/** The ways evidence can be broken. Stable: the JSON output names them. */
export type BreakKind =
  | "archive-damaged"
  | "archive-altered"
  | "unsafe-name"
  | "manifest-damaged"
  | "file-changed"
  | "file-missing"
  | "file-unlisted"
  | "signature-wrong"
  | "key-not-trusted"
  | "rows-changed"
  | "event-changed"
  | "chain-cut"
  | "predecessor-missing"
  | "predecessor-changed";

export interface Break {
  kind: BreakKind;
  /** What is broken: a file of the bundle, `archive`, or an event: `event 12`. */
  where: string;
  why: string;
}

/** What looking at one bundle came to. */
export interface Verdict {
  file: string;
  /** `null` = it is so damaged that it does not say. */
  manifest: Manifest | null;
  /** Hex, of the whole file: to be held against the digest posted when the audit was closed. */
  sha256: string | null;
  /** Fingerprint of the key that signed it, where the signature holds; whether that is the key given as trusted, `null` = none was given. */
  signedBy: { key: string; trusted: boolean | null } | null;
  /** Events that were redacted under retention; the chain is whole all the same. */
  redacted: { n: number; at: string }[];
  /** Empty = whole. */
  breaks: Break[];
}

/** One bundle among others of its system. */
export interface ChainedVerdict extends Verdict {
  /** What is not wrong, and good to know: that the bundle before it was not given. */
  notes: string[];
}
