import type { Json } from "./json.ts";

/**
 * How one listing ended (law 1). `complete`: read to its end. `absent`: the platform itself says there is no such thing here.
 * `unavailable`: refused. `failed`: cut, broken, still moving. The last two are never a basis for "clean".
 */
export type SourceStatus = "complete" | "absent" | "unavailable" | "failed";

/** One kept row: the allow-listed fields as the platform gave them, ids as text. */
export type Row = { id: string } & { [field: string]: Json };

/** The ledger of one source. */
export interface Source {
  name: string;
  status: SourceStatus;
  rows: number;
  /** Rows the platform said there are, where it says. */
  expected: number | null;
  /** HTTP requests it took, retries too. */
  requests: number;
  /** Hex, over the kept rows as canonical JSON lines ordered by id; `null` unless complete. */
  sha256: string | null;
  /** Why it is not complete, and what to do; `null` where it is. */
  reason: string | null;
  /** What was asked: method, path and query, without host or secret. */
  query: string;
  /** ISO 8601. */
  startedAt: string;
  finishedAt: string;
  /** The platform answered 404: what it means is settled when all sources are seen. */
  notFound: boolean;
  /** True where the refusal was one of credentials (401, 403): decides exit code 4. */
  refused: boolean;
}

/** Whether the rows of this source may be relied on as the whole list. */
export function isRead(source: Pick<Source, "status">): boolean {
  return source.status === "complete" || source.status === "absent";
}

/**
 * Kept rows by source name. A source that was not read whole has no rows here, but for one that comes in parts: then those of the
 * parts that were. Each call starts a fresh pass.
 */
export interface KeptRows {
  of(source: string): Iterable<Row>;
}
