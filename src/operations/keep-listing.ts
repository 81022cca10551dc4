import { type ListingInput, listingOf } from "../core/listing.ts";
import { type Compared, changesOf } from "../core/listing-changes.ts";
import type { Exemption } from "../model/exemption.ts";
import type { Listing } from "../model/listing.ts";
import type { AuditView } from "../model/report.ts";
import type { Scene } from "../model/scene.ts";
import type { Store } from "../store/store.ts";
import type { Context } from "./context.ts";
import { listedTokens } from "./derive-tokens.ts";
import { faultOf, sentenceOf } from "./fault.ts";

export interface ToList {
  /** Id. */
  audit: string;
  view: Pick<AuditView, "audit" | "seats">;
  scene: Scene;
  /** Those that held when it was read, decisions too. */
  exemptions: readonly Exemption[];
  compared: Compared;
  remade?: boolean;
}

/** A reading as the dashboard lists it. Pure. */
export function listingFrom({ audit, view, scene, exemptions, compared, remade = false }: ToList): Listing {
  const { findings, resolved } = view.audit;
  const changes = changesOf(compared, { findings, resolved: resolved.length });
  return listingOf({ audit, scene, view, tokens: listedTokens(scene, exemptions), changes, remade } satisfies ListingInput);
}

/**
 * Keeps a reading as the dashboard lists it. Where that fails the reading stands: the listing is made again when somebody asks for it.
 * @param n number of the reading @returns a warning, or null @throws interrupted error
 */
export async function keepListing(
  context: Pick<Context, "signal">,
  { store, n, ...reading }: ToList & { store: Pick<Store, "listings">; n: number },
): Promise<string | null> {
  try {
    await store.listings.keep(reading.audit, { ...listingFrom(reading), n }, context.signal);
    return null;
  } catch (error) {
    return `what was read is remembered, and its lists for the dashboard are not made yet: ${sentenceOf(faultOf(error, context.signal))}`;
  }
}
