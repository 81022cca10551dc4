import { canonicalJson } from "../model/json.ts";

/** Hex digest of a text's UTF-8 bytes. The core has no hashes of its own. */
export type Sha256 = (text: string) => string;

/** What one event of an audit is sealed by: its place, its time and kind, and the digest of everything else it says. */
export interface Link {
  /** Digest of the event before; `null` = it is the audit's first. */
  previous: string | null;
  audit: string;
  n: number;
  /** ISO 8601 in UTC, with milliseconds. */
  at: string;
  kind: string;
  payloadSha256: string;
}

/** One event with its seal, as it is kept and as it stands in a bundle. */
export interface ChainedEvent {
  n: number;
  at: string;
  kind: string;
  actor: string;
  /** What it says besides. Where it was redacted, its pseudonymised form. */
  payload: unknown;
  payloadSha256: string;
  sha256: string;
  /** When actor and payload were replaced under retention; `null` = they are as they were written. */
  redactedAt: string | null;
}

/** One event as a line of `events.jsonl`, without its end. */
export function eventLine({ n, at, kind, actor, payload, payloadSha256, sha256, redactedAt }: ChainedEvent): string {
  return canonicalJson({ n, time: at, kind, actor, payload, payload_sha256: payloadSha256, sha256, redacted_at: redactedAt });
}

/** @throws where the line is no JSON */
export function eventOfLine(line: string): ChainedEvent {
  const { time, payload_sha256, redacted_at, ...event } = JSON.parse(line) as Omit<
    ChainedEvent,
    "at" | "payloadSha256" | "redactedAt"
  > & { time: string; payload_sha256: string; redacted_at: string | null };
  return { ...event, at: time, payloadSha256: payload_sha256, redactedAt: redacted_at };
}

/** The digest of who did it and of what: it stays when both are replaced. */
export function payloadDigest({ actor, payload }: Pick<ChainedEvent, "actor" | "payload">, sha256: Sha256): string {
  return sha256(canonicalJson({ actor, payload }));
}

export function linkDigest({ previous, audit, n, at, kind, payloadSha256 }: Link, sha256: Sha256): string {
  return sha256(canonicalJson({ previous, audit, n, time: at, kind, payload_sha256: payloadSha256 }));
}

/** Why a chain is not whole: which event, and what of it. */
export interface ChainBreak {
  n: number;
  why: string;
}

export interface ChainState {
  /** Digest of the last event; `null` = there is none. */
  head: string | null;
  events: number;
  /** In order. Empty = whole. */
  breaks: ChainBreak[];
  /** Numbers of events that were redacted under retention, and when; a chain is whole all the same. */
  redacted: { n: number; at: string }[];
}

/** Follows the chain of one audit from its first event. A break is told once; what comes after is held against what stands there. */
export function followChain(audit: string, events: Iterable<ChainedEvent>, sha256: Sha256): ChainState {
  const state: ChainState = { head: null, events: 0, breaks: [], redacted: [] };
  for (const event of events) {
    const { n, at, kind, payloadSha256 } = event;
    const expected = state.events + 1;
    if (n !== expected) state.breaks.push({ n, why: `event ${expected} should stand here: one was taken out, added or moved` });
    if (event.redactedAt !== null) state.redacted.push({ n, at: event.redactedAt });
    else if (payloadDigest(event, sha256) !== payloadSha256)
      state.breaks.push({ n, why: "what it says, or who did it, was changed" });
    if (linkDigest({ previous: state.head, audit, n, at, kind, payloadSha256 }, sha256) !== event.sha256)
      state.breaks.push({ n, why: "its place, time or kind, or an event before it, was changed" });
    state.head = event.sha256;
    state.events = n;
  }
  return state;
}
