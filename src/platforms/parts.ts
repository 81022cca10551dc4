import { absenceIn } from "../core/absence.ts";
import { RollcallError } from "../model/errors.ts";
import type { Row } from "../model/source.ts";
import type { Listing } from "./platform.ts";

export interface Parts<T> {
  /** What a part is called in a message: "group acme/support". */
  name(part: T): string;
  /** Pages of kept rows of one part; ids must differ between parts. */
  pages(part: T): AsyncIterable<Row[]>;
  /** Answers that mean a part has no such thing. Where all have none, so has the listing. */
  absent?: Listing["absent"];
}

/** Parts asked at the same time; how many requests go out at once is the client's to say. */
const atOnce = 8;

/**
 * A listing that is asked for part by part: of each group, of each project. Rows of a part are given when all of them are there, so
 * that a part is whole or missing, never cut. Use it with `inParts: true`.
 * @throws after all other parts are given: naming those that were refused or failed. An interruption and a full disk at once
 */
export async function* readParts<T>(parts: readonly T[], of: Parts<T>): AsyncGenerator<Row[]> {
  const failures: Failure[] = [];
  const absences: RollcallError[] = [];
  const waiting = [...parts];
  const reading = new Map<T, Promise<Ended<T>>>();
  while (waiting.length > 0 || reading.size > 0) {
    for (const part of waiting.splice(0, atOnce - reading.size)) reading.set(part, readPart(part, of));
    const { part, rows, error } = await Promise.race(reading.values());
    reading.delete(part);
    if (!error) yield* rows;
    else if (absenceIn(of, error) === undefined) failures.push({ name: of.name(part), error });
    else absences.push(error);
  }
  if (failures.length > 0) throw inAll(failures, parts.length);
  if (absences[0] && absences.length === parts.length) throw absences[0];
}

interface Ended<T> {
  part: T;
  rows: Row[][];
  error: RollcallError | null;
}

interface Failure {
  name: string;
  error: RollcallError;
}

async function readPart<T>(part: T, of: Parts<T>): Promise<Ended<T>> {
  try {
    const rows: Row[][] = [];
    for await (const page of of.pages(part)) rows.push(page);
    return { part, rows, error: null };
  } catch (error) {
    if (!(error instanceof RollcallError) || error.actor === "interrupted" || error.actor === "machine") throw error;
    return { part, rows: [], error };
  }
}

/** One error for all parts that are missing. Something broken weighs more than something refused: it may hide anything. */
function inAll(failures: readonly Failure[], total: number): RollcallError {
  const first = failures.find(({ error }) => error.actor !== "credentials") ?? failures[0];
  if (!first) throw new Error("no part failed");
  const { actor, message, fix } = first.error;
  const status = (first.error as { status?: number }).status;
  const names = failures.map(({ name }) => name).sort();
  const shown = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const which = total === 1 ? shown : `${failures.length} of ${total} could not be read (${shown})`;
  // Without a fix of its own a refusal is told the right that is missing.
  return new RollcallError(actor, `${which}: ${message}`, status === 403 ? null : fix, first.error);
}
