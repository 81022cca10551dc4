import { absenceIn } from "../core/absence.ts";
import type { SystemConfig } from "../model/config.ts";
import type { RollcallError } from "../model/errors.ts";
import type { Connection, Listing } from "../platforms/platform.ts";
import { type Context, connectOptions } from "./context.ts";
import { faultOf } from "./fault.ts";

/** How one source would go. `absent`: the platform has no such thing here. */
export interface SourceProbe {
  name: string;
  outcome: "readable" | "absent" | "unavailable" | "failed";
  reason: string | null;
}

/** What `doctor` found out about one system, by trying. */
export interface Diagnosis {
  system: string;
  name: string;
  who: string | null;
  scopes: string[] | null;
  sources: SourceProbe[];
  /** Why the system could not be reached or knows us not. */
  error: RollcallError | null;
}

/** Asks the system who we are, then for the first page of every source. @throws interrupted */
export async function diagnose(context: Context, system: SystemConfig): Promise<Diagnosis> {
  const common = { system: system.id, name: system.name };
  try {
    const connection = context.platform(system.platform).connect(system, connectOptions(context));
    const { who, scopes } = await connection.whoAmI(context.signal);
    return { ...common, who, scopes, sources: await probeAll(connection, context.signal), error: null };
  } catch (error) {
    return { ...common, who: null, scopes: null, sources: [], error: faultOf(error, context.signal) };
  }
}

function probeAll(connection: Connection, signal: AbortSignal): Promise<SourceProbe[]> {
  return Promise.all(connection.listings.map((listing) => probe(listing, signal)));
}

async function probe(listing: Listing, signal: AbortSignal): Promise<SourceProbe> {
  const reading = { meter: { requests: 0 }, signal };
  try {
    for await (const _page of listing.pages(reading)) break;
    await listing.count?.read(reading);
    return { name: listing.name, outcome: "readable", reason: null };
  } catch (error) {
    const failure = faultOf(error, signal);
    const { message, actor } = failure;
    const absence = absenceIn(listing, failure);
    if (absence !== undefined) return { name: listing.name, outcome: "absent", reason: absence };
    if (actor !== "credentials") return { name: listing.name, outcome: "failed", reason: message };
    return { name: listing.name, outcome: "unavailable", reason: `${message}; it needs ${listing.right}` };
  }
}
