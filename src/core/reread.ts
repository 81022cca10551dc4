import { compareIds } from "../model/json.ts";
import type { Reread, Rests } from "../model/rests.ts";
import type { KeptRows, Row } from "../model/source.ts";

/** What reading a source again may cost. */
export interface RereadCost {
  /** Requests the whole listing took last time. */
  whole: number;
  /** Requests for some subjects of it; `null` = only the whole listing can be read. */
  some(subjects: readonly string[]): number | null;
}

/**
 * The least that must be read again to judge findings: of each source the subjects some of them rests on, or all of it where that is
 * needed by one of them or costs less. @param costs by source; what has none is not there to be read
 */
export function planReread(rests: Iterable<Rests>, costs: ReadonlyMap<string, RereadCost>): Reread[] {
  const wanted = new Map<string, Set<string> | "whole">();
  for (const one of rests) {
    for (const [source, subjects] of one) {
      const known = wanted.get(source) ?? new Set<string>();
      if (known === "whole" || subjects === "whole") wanted.set(source, "whole");
      else wanted.set(source, new Set([...known, ...subjects]));
    }
  }
  return [...costs].flatMap(([source, cost]): Reread[] => {
    const subjects = wanted.get(source);
    if (subjects === undefined) return [];
    return [{ source, subjects: subjects === "whole" ? null : fewest([...subjects].sort(compareIds), cost) }];
  });
}

function fewest(subjects: string[], { whole, some }: RereadCost): string[] | null {
  const requests = some(subjects);
  return requests !== null && requests <= whole ? subjects : null;
}

/** Which rows of a source are about a subject. */
export interface SubjectField {
  /** Left out = the row's id. */
  by?: string;
}

export function subjectOf(row: Row, { by = "id" }: SubjectField): string {
  return String(row[by]);
}

/** Row ids a partial reading has an answer to: those kept of its subjects, whether they are there still or not, and those it brought. */
export function answeredIds(
  of: { subjects: readonly string[] } & SubjectField,
  rows: { kept: Iterable<Row>; fresh: Iterable<Row> },
): string[] {
  const subjects = new Set(of.subjects);
  const ids = new Set<string>();
  for (const row of rows.kept) if (subjects.has(subjectOf(row, of))) ids.add(row.id);
  for (const { id } of rows.fresh) ids.add(id);
  return [...ids].sort(compareIds);
}

/**
 * Kept rows with what was read again laid over them, ordered by id. Of a source read again whole only the fresh rows count; of one that
 * was asked about some rows, those that did not come back are gone.
 * @param answered row ids by source, `null` = all of it; a source that is not in here was not read again
 */
export function laidOver(
  kept: KeptRows,
  of: { fresh: KeptRows; answered: ReadonlyMap<string, readonly string[] | null> },
): KeptRows {
  const { fresh, answered } = of;
  return {
    *of(source): Generator<Row> {
      const ids = answered.get(source);
      if (ids === undefined) yield* kept.of(source);
      else if (ids === null) yield* fresh.of(source);
      else yield* merged(without(kept.of(source), new Set(ids)), fresh.of(source));
    },
  };
}

function* without(rows: Iterable<Row>, ids: ReadonlySet<string>): Generator<Row> {
  for (const row of rows) if (!ids.has(row.id)) yield row;
}

function* merged(one: Iterable<Row>, other: Iterable<Row>): Generator<Row> {
  const laid = [...other];
  let next = 0;
  for (const row of one) {
    for (let head = laid[next]; head && compareIds(head.id, row.id) < 0; head = laid[next]) {
      yield head;
      next += 1;
    }
    yield row;
  }
  yield* laid.slice(next);
}
