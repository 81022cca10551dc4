import { absenceIn } from "../core/absence.ts";
import { laterError, RollcallError } from "../model/errors.ts";
import type { Source } from "../model/source.ts";
import type { Listing } from "../platforms/platform.ts";
import type { KeptListing, RowFolder } from "../store/kept-rows.ts";
import { endsTheRun, sentenceOf } from "./fault.ts";

/** A list that moves while it is read is read again from the start, this often in all. */
const readings = 3;

export interface ReadOptions {
  rows: RowFolder;
  signal: AbortSignal;
  clock(): string;
  onRows(rows: number, expected: number | null): void;
}

/**
 * Reads one listing to its end, and the platform's own count of it beside. Never throws for what the platform did: that is the
 * outcome of the source. @returns the source, then its count's where the platform has one
 * @throws interrupted, and where the rows cannot be kept on disk
 */
export async function readSource(listing: Listing, options: ReadOptions): Promise<Source[]> {
  const source = startedSource(listing, options.clock());
  const count = listing.count ? startedSource(listing.count, options.clock()) : null;
  await readWhole(listing, { ...options, source, count });
  const ended = [source, ...(count ? [count] : [])];
  for (const one of ended) one.finishedAt = options.clock();
  // What parts of a list were read is judged, part by part.
  if (source.status !== "complete" && !listing.inParts) options.rows.drop(listing.name);
  return ended;
}

type Attempt = ReadOptions & { source: Source; count: Source | null };

async function readWhole(listing: Listing, attempt: Attempt): Promise<void> {
  const { source } = attempt;
  let moved = "";
  for (let reading = 1; reading <= readings; reading += 1) {
    source.expected = null;
    const [kept, counted] = await Promise.all([fill(listing, attempt), countRows(listing, attempt)]);
    if (!kept) return;
    source.rows = kept.rows;
    source.expected = counted ?? kept.told;
    moved = kept.changed || movedWhile(kept, source.expected);
    if (!moved) {
      source.status = "complete";
      source.sha256 = kept.sha256;
      return;
    }
  }
  attempt.rows.drop(listing.name);
  fail(
    source,
    laterError(`the list was still moving after ${readings} readings: ${moved}`, "run the audit again when nobody changes it"),
  );
}

function movedWhile(kept: KeptListing, expected: number | null): string {
  if (kept.repeated !== null) return `row ${kept.repeated} came twice`;
  if (expected !== null && expected !== kept.rows) return `${kept.rows} rows read, the platform counts ${expected}`;
  return "";
}

/** A list that was read, with what its own pages said of its length. */
interface Filled extends KeptListing {
  told: number | null;
  /** Empty where all pages said the same. */
  changed: string;
}

/** One reading of the list; `null` where it ended otherwise than whole, which then stands in the source. */
async function fill(listing: Listing, { source, rows, signal, onRows }: Attempt): Promise<Filled | null> {
  const writer = rows.writer(listing.name);
  const said = { told: null as number | null, changed: "" };
  const expect = (total: number) => {
    if (said.told !== null && said.told !== total) said.changed = `the platform counted ${said.told} rows, then ${total}`;
    said.told = total;
    source.expected = total;
  };
  source.rows = 0;
  try {
    for await (const page of listing.pages({ meter: source, signal, expect })) {
      writer.append(page);
      source.rows += page.length;
      onRows(source.rows, source.expected);
    }
    return { ...writer.finish(), ...said };
  } catch (error) {
    if (listing.inParts) source.rows = writer.finish().rows;
    else writer.discard();
    settleError(listing, source, error);
    return null;
  }
}

async function countRows(listing: Listing, { source, count, rows, signal, onRows }: Attempt): Promise<number | null> {
  if (!listing.count || !count) return null;
  try {
    const expected = await listing.count.read({ meter: count, signal });
    const writer = rows.writer(count.name);
    writer.append([{ id: count.name, value: expected }]);
    const kept = writer.finish();
    Object.assign(count, { status: "complete", reason: null, refused: false, notFound: false });
    count.rows = kept.rows;
    count.sha256 = kept.sha256;
    source.expected = expected;
    onRows(source.rows, expected);
    return expected;
  } catch (error) {
    settleError({ ...listing, absent: undefined }, count, error);
    return null;
  }
}

function settleError(listing: Pick<Listing, "absent" | "right">, source: Source, error: unknown): void {
  if (!(error instanceof RollcallError)) throw error;
  const { status } = error as { status?: number };
  const absence = absenceIn(listing, error);
  if (absence !== undefined) {
    source.status = "absent";
    source.reason = absence;
    source.rows = 0;
  } else if (error.actor === "credentials") {
    source.status = "unavailable";
    source.refused = true;
    // Known but not let in: the right is what is missing. Not known at all: the error says what to do.
    source.reason = sentenceOf({
      message: error.message,
      fix: status === 403 || !error.fix ? `it needs ${listing.right}` : error.fix,
    });
  } else if (endsTheRun(error)) {
    throw error;
  } else {
    fail(source, error);
    source.notFound = status === 404;
  }
}

function fail(source: Source, error: RollcallError): void {
  source.status = "failed";
  source.reason = sentenceOf(error);
}

function startedSource(of: { name: string; query: string }, startedAt: string): Source {
  return {
    name: of.name,
    status: "failed",
    rows: 0,
    expected: null,
    requests: 0,
    sha256: null,
    reason: null,
    query: of.query,
    startedAt,
    finishedAt: startedAt,
    notFound: false,
    refused: false,
  };
}
