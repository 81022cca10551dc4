import type { SystemConfig } from "../model/config.ts";
import { isRead, type Source } from "../model/source.ts";
import type { RowFolder } from "../store/kept-rows.ts";
import { type Context, connectOptions } from "./context.ts";
import { readSource } from "./read-source.ts";

/** All sources of one system at one time. */
export interface Snapshot {
  sources: Source[];
  rows: RowFolder;
}

/** Reads the listings of a system side by side, all of them or those named; one that fails never stops another. */
export async function readSystem(context: Context, system: SystemConfig, only?: ReadonlySet<string>): Promise<Snapshot> {
  const platform = context.platform(system.platform);
  const { progress, signal } = context;
  const connection = platform.connect(system, {
    ...connectOptions(context),
    onFailure: (reason) => progress({ kind: "waiting", system: system.id, reason }),
  });
  const rows = context.rows(system.id);
  const listings = connection.listings.filter(({ name }) => only?.has(name) ?? true);
  progress({ kind: "audit-started", system: system.id, sources: listings.map(({ name }) => name) });
  const sources = await Promise.all(
    listings.map(async (listing) => {
      const onRows = (read: number, expected: number | null) =>
        progress({ kind: "rows-read", system: system.id, source: listing.name, rows: read, expected });
      const ended = await readSource(listing, { rows, signal, clock: context.clock, onRows });
      for (const source of ended) progress({ kind: "source-ended", system: system.id, source });
      return ended;
    }),
  );
  const read = sources.flat();
  const settled = platform.settle(read, rows, system);
  // What only the other sources gave away as cut is used no more than what broke off by itself, unless it says some of it stands.
  for (const { name } of settled.filter((source) => !isRead(source) && source.rows === 0)) rows.drop(name);
  return { sources: settled, rows };
}
