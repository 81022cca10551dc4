import { createHash } from "node:crypto";
import { type ChainState, followChain } from "../core/chain.ts";
import type { Break, SealedBundle } from "../model/evidence.ts";
import { auditsNamedOrAll } from "./audits-wanted.ts";
import type { Context } from "./context.ts";

/** What looking at one audit's log came to. */
export interface LogVerdict {
  audit: string;
  events: number;
  /** Digest of the last event. */
  head: string | null;
  redacted: ChainState["redacted"];
  /** How many bundles were sealed of it. */
  bundles: number;
  /** Empty = whole. */
  breaks: Break[];
}

/** Looks at the log of audits in the database, and at what was sealed of them. @param audits ids; null = all */
export async function verifyLog(context: Context, audits: readonly string[] | null): Promise<LogVerdict[]> {
  const { evidence } = await context.store();
  const verdicts: LogVerdict[] = [];
  for (const audit of await auditsNamedOrAll(context, audits)) {
    const events = await evidence.chain(audit);
    const state = followChain(audit, events, sha256);
    const breaks: Break[] = state.breaks.map(({ n, why }) => ({ kind: "event-changed", where: `event ${n}`, why }));
    const bundles = await evidence.bundles({ audit });
    for (const bundle of bundles) {
      const digest = await digestOf(evidence.bundle(bundle));
      breaks.push(...bundleBreaks(bundle, { digest, head: events[bundle.manifest.events.count - 1]?.sha256 ?? null }));
    }
    verdicts.push({ audit, events: state.events, head: state.head, redacted: state.redacted, bundles: bundles.length, breaks });
  }
  return verdicts;
}

function bundleBreaks(bundle: SealedBundle, { digest, head }: { digest: string; head: string | null }): Break[] {
  const where = `bundle ${bundle.n}`;
  const breaks: Break[] = [];
  if (digest !== bundle.sha256)
    breaks.push({ kind: "file-changed", where, why: `its digest is ${digest}, and ${bundle.sha256} was sealed` });
  const { count, head: sealed } = bundle.manifest.events;
  if (head !== sealed)
    breaks.push({
      kind: "chain-cut",
      where,
      why: `event ${count} is not the one that was sealed: what happened before was changed`,
    });
  return breaks;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function digestOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest("hex");
}
