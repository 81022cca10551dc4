import type { SealedBundle } from "../model/evidence.ts";
import type { Store } from "../store/store.ts";
import type { Context } from "./context.ts";
import { makeBundle } from "./make-bundle.ts";

/**
 * Seals the evidence of an audit as it was reviewed, and keeps it: once for each review, however often this is called. The audit must
 * be held. @param reviewed number of the event of the review
 */
export async function sealAudit(
  context: Context,
  store: Store,
  { audit, reviewed }: { audit: string; reviewed: number },
): Promise<SealedBundle> {
  const sealed = (await store.evidence.bundles({ audit })).findLast(({ manifest }) => manifest.events.count >= reviewed);
  if (sealed) return sealed;
  const { file, remove, ...written } = await context.evidence.write(await makeBundle(context, store, audit));
  try {
    const bundle = { audit, sealedAt: written.manifest.sealed_at, ...written };
    return { ...bundle, n: await store.evidence.keepBundle(bundle, file) };
  } finally {
    remove();
  }
}
