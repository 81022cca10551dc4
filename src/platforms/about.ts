import { HttpError } from "../http/client.ts";
import type { Finding } from "../model/finding.ts";
import type { Rests } from "../model/rests.ts";
import type { KeptRows, Row } from "../model/source.ts";

/** Subjects a few at a time, as many as one request takes. */
export function inBatches(subjects: readonly string[], size: number): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < subjects.length; at += size) batches.push(subjects.slice(at, at + size));
  return batches;
}

/** Asked at the same time; how many requests go out at once is the client's to say. */
const atOnce = 8;

/** Rows of each part, parts side by side. One that fails ends it, once those asked with it are heard: what is missing then is not gone. */
export async function* eachOf<T>(parts: readonly T[], read: (part: T) => Promise<Row[]>): AsyncGenerator<Row[]> {
  for (let at = 0; at < parts.length; at += atOnce) {
    const ended = await Promise.allSettled(parts.slice(at, at + atOnce).map(read));
    for (const one of ended) if (one.status === "rejected") throw one.reason;
    for (const one of ended) if (one.status === "fulfilled") yield one.value;
  }
}

/**
 * The rows, or none where the platform says in its own words that there is no such thing. An address that is wrong, a gateway's or a
 * page's 404 is none of that.
 * @param words what the body of the platform's own 404 holds
 */
export async function orGone(words: RegExp, read: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await read();
  } catch (error) {
    const isGone = error instanceof HttpError && error.status === 404 && words.test(error.body);
    if (isGone && !error.headers.get("content-type")?.includes("html")) return [];
    throw error;
  }
}

/** What a finding rests on: of each source it needs what `narrow` says, which gives `null` for "all of it" and `[]` for "nothing". */
export function restsOnSome(
  sources: readonly string[],
  narrow: Readonly<Record<string, readonly string[] | null | undefined>>,
): Rests {
  const rests = new Map<string, readonly string[] | "whole">();
  for (const source of sources) {
    const subjects = narrow[source] ?? "whole";
    if (subjects.length > 0) rests.set(source, subjects);
  }
  return rests;
}

/** The kept row a credential was made from; looked for once for all of them. `null` = there is none. */
export function credentialRows(rows: KeptRows, sources: readonly string[]): (finding: Finding) => Row | null {
  let index: Map<string, Row> | null = null;
  return ({ credential, source }) => {
    if (!credential) return null;
    index ??= new Map(sources.flatMap((name) => Array.from(rows.of(name), (row) => [`${name} ${row.id}`, row] as const)));
    return index.get(`${source} ${credential.id.slice(credential.id.indexOf(":") + 1)}`) ?? null;
  };
}
