import { answeredIds, laidOver, type RereadCost, subjectOf } from "../core/reread.ts";
import type { SystemConfig } from "../model/config.ts";
import { platformError } from "../model/errors.ts";
import type { ReportedSource } from "../model/report.ts";
import type { Reread } from "../model/rests.ts";
import { isRead, type KeptRows, type Source } from "../model/source.ts";
import type { Connection, Listing } from "../platforms/platform.ts";
import type { RowFolder } from "../store/kept-rows.ts";
import { type Context, connectOptions } from "./context.ts";
import { readSource } from "./read-source.ts";

/** What was read of an audit so far; `sources` empty = nothing is kept. */
export interface Base {
  rows: KeptRows;
  sources: readonly Source[];
}

/** Some sources of a system, read again. */
export interface RereadSnapshot {
  /** The ledger of what was read again, and of nothing else. */
  sources: Source[];
  rows: RowFolder;
  /** Row ids by source, of those that were asked about some of their rows. */
  asked: Map<string, readonly string[]>;
}

/** Everything known now: what was read again laid over what was kept. */
export interface Overlay extends Base {
  snapshot: RereadSnapshot;
  /** Why a source that was to be read again could not be, by name. */
  unread: ReadonlyMap<string, string>;
}

export function connectTo(context: Context, system: SystemConfig): Connection {
  const onFailure = (reason: string) => context.progress({ kind: "waiting", system: system.id, reason });
  return context.platform(system.platform).connect(system, { ...connectOptions(context), onFailure });
}

/** What reading each listing again costs, by the ledger of the last time. */
export function costsOf(
  { listings }: Connection,
  ledger: readonly Pick<ReportedSource, "name" | "requests">[],
): Map<string, RereadCost> {
  const requests = new Map(ledger.map((source) => [source.name, source.requests]));
  const taken = (name: string | undefined) => (name === undefined ? 0 : (requests.get(name) ?? 0));
  return new Map(
    listings.map(({ name, about, count }) => {
      const whole = taken(name) + taken(count?.name);
      return [name, { whole, some: (subjects) => about?.requests(subjects) ?? null }];
    }),
  );
}

interface ToReread {
  system: SystemConfig;
  connection: Connection;
  plan: readonly Reread[];
  base: Base;
}

/**
 * Reads again what is planned, side by side, and lays it over what was kept. What could not be read again stays as it was kept, and is
 * named. Law 1: nobody may take it for having been looked at.
 */
export async function rereadListings(context: Context, of: ToReread): Promise<Overlay> {
  const rows = context.rows(of.system.id);
  context.progress({ kind: "audit-started", system: of.system.id, sources: of.plan.map(({ source }) => source) });
  const planned = of.connection.listings.flatMap((listing) => {
    const one = of.plan.find(({ source }) => source === listing.name);
    return one ? [{ ...one, listing }] : [];
  });
  const read = await Promise.all(planned.map((one) => readAgain(context, { ...of, ...one, rows })));
  const asked = new Map(
    planned.flatMap(({ source, listing }, index) => {
      const { subjects = null } = read[index] ?? {};
      if (subjects === null) return [];
      const both = { kept: of.base.rows.of(source), fresh: rows.of(source) };
      return [[source, answeredIds({ subjects, ...listing.about }, both)] as const];
    }),
  );
  return settled(context, { ...of, snapshot: { sources: read.flatMap(({ sources }) => sources), rows, asked } });
}

/** How a source was read again in the end, and of which subjects. */
interface ReadAgain {
  subjects: readonly string[] | null;
  sources: Source[];
}

async function readAgain(context: Context, of: ToReread & Reread & { listing: Listing; rows: RowFolder }): Promise<ReadAgain> {
  const { system, listing, subjects, rows } = of;
  const { progress, signal, clock } = context;
  const onRows = (read: number, expected: number | null) =>
    progress({ kind: "rows-read", system: system.id, source: listing.name, rows: read, expected });
  const asked = subjects === null ? listing : someOf(listing, subjects);
  const ended = await readSource(asked, { rows, signal, clock, onRows });
  if (subjects !== null && ended.some(({ notFound }) => notFound)) {
    // Gone, or not for us: the list of all of them tells.
    const whole = await readAgain(context, { ...of, subjects: null });
    return { subjects: null, sources: addedTo(whole.sources, ended) };
  }
  for (const source of ended) progress({ kind: "source-ended", system: system.id, source });
  return { subjects, sources: ended };
}

/** Requests that were made in vain are in the ledger all the same. */
function addedTo(sources: readonly Source[], before: readonly Source[]): Source[] {
  const requests = before.reduce((sum, source) => sum + source.requests, 0);
  return sources.map((source, index) => (index === 0 ? { ...source, requests: source.requests + requests } : source));
}

/** A listing of some of its rows: it ends as any other, and what nobody asked for is no answer. */
export function someOf(listing: Listing, subjects: readonly string[]): Listing {
  const { name, query, right, about } = listing;
  if (!about) throw new Error(`${name} can only be read whole`);
  const wanted = new Set(subjects);
  return {
    name,
    query: `${query}, of ${subjects.length} asked about`,
    right,
    async *pages(reading) {
      for await (const page of about.rows(subjects, reading)) {
        const stranger = page.find((row) => !wanted.has(subjectOf(row, about)));
        if (stranger) throw platformError(`${name}: the platform answered about ${stranger.id}, whom nobody asked about`, again);
        yield page;
      }
    },
  };
}

const again = "run it again; if it stays, report this line as a bug";

/**
 * Sources seen together, as the platform settles them. Only what was read whole is laid under that: some fresh rows among kept ones
 * are of two times, and would contradict each other without anything being wrong.
 */
function settled(context: Context, of: ToReread & { snapshot: RereadSnapshot }): Overlay {
  const { system, base, snapshot } = of;
  const whole = snapshot.sources.filter(({ name }) => !snapshot.asked.has(name));
  const before = replaced(base.sources, whole);
  const wholeRows = laidOver(base.rows, { fresh: snapshot.rows, answered: new Map(whole.map(({ name }) => [name, null])) });
  const after = new Map(
    context
      .platform(system.platform)
      .settle(before, wholeRows, system)
      .map((source) => [source.name, source]),
  );
  const sources = snapshot.sources.map((source) => outcomeOf(source, { before, after, asked: snapshot.asked }));
  for (const { name } of sources.filter((source) => !isRead(source))) snapshot.rows.drop(name);
  const read = sources.filter(isRead);
  const answered = new Map(read.map(({ name }) => [name, snapshot.asked.get(name) ?? null]));
  const kept = base.sources.length === 0 ? sources : read.filter(({ name }) => !snapshot.asked.has(name));
  return {
    snapshot: { ...snapshot, sources },
    rows: laidOver(base.rows, { fresh: snapshot.rows, answered }),
    sources: replaced(base.sources, kept),
    unread: new Map(sources.flatMap(({ name, status, reason }) => (isRead({ status }) ? [] : [[name, reason ?? status]]))),
  };
}

/** How a source ended, all seen: of some rows only what makes the whole list unread counts besides. */
function outcomeOf(
  source: Source,
  of: { before: readonly Source[]; after: ReadonlyMap<string, Source>; asked: ReadonlyMap<string, unknown> },
): Source {
  const after = of.after.get(source.name) ?? source;
  if (!of.asked.has(source.name)) return after;
  const wasRead = of.before.some((one) => one.name === source.name && isRead(one));
  if (!isRead(source) || !wasRead || isRead(after)) return source;
  const { status, reason, refused } = after;
  return { ...source, status, reason, refused, sha256: null };
}

function replaced(sources: readonly Source[], by: readonly Source[]): Source[] {
  const all = new Map(sources.map((source) => [source.name, source]));
  for (const source of by) all.set(source.name, source);
  return [...all.values()];
}
