import { endedStates } from "../model/event.ts";
import type { Manifest } from "../model/evidence.ts";
import type { Context } from "./context.ts";
import { makeBundle } from "./make-bundle.ts";

export interface Exported {
  audit: string;
  file: string;
  /** Hex, of the whole file. */
  sha256: string;
  size: number;
  manifest: Manifest;
  /** It is what was sealed when the audit was closed; its digest stands in the issue. */
  isSealed: boolean;
}

/**
 * Writes the evidence of an audit into a file: as it was sealed, byte for byte; of an audit that was not closed yet as it stands now.
 * @throws usage error where there is no such audit, or nothing of it was read
 */
export async function exportEvidence(context: Context, { audit, file }: { audit: string; file: string }): Promise<Exported> {
  const store = await context.store();
  const [stored] = (await store.audits({})).filter(({ id }) => id === audit);
  const sealed = (await store.evidence.bundles({ audit })).at(-1);
  if (sealed && stored && endedStates.includes(stored.state)) {
    const { sha256, size, manifest } = sealed;
    await context.evidence.save(file, store.evidence.bundle(sealed));
    return { audit, file, sha256, size, manifest, isSealed: true };
  }
  // As of one moment: nobody writes meanwhile.
  return store.locked(audit, context.signal, async () => {
    const written = await context.evidence.writeTo(file, await makeBundle(context, store, audit));
    return { audit, file, ...written, isSealed: false };
  });
}

/** `zendesk-global_FY27-Q4.zip`: a name any file system takes. */
export function evidenceFileName(audit: string): string {
  return `${audit.replaceAll("/", "_").replace(/[^\w.-]/g, "-")}.zip`;
}
