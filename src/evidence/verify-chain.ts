import type { Break, ChainedVerdict, Manifest, Verdict } from "../model/evidence.ts";
import { compareText } from "../model/json.ts";

type Known = Verdict & { manifest: Manifest };

/** Holds bundles of one system against each other: each names the digest of the one sealed before it. Bundles keep their order. */
export function verifyChain(verdicts: readonly Verdict[]): ChainedVerdict[] {
  const known = verdicts.filter((one): one is Known => one.manifest !== null);
  const bySystem = Map.groupBy(known, ({ manifest }) => manifest.system);
  return verdicts.map((one) => {
    if (one.manifest === null) return { ...one, notes: [] };
    const all = (bySystem.get(one.manifest.system) ?? []).toSorted(bySealing);
    return follows(one as Known, all);
  });
}

function bySealing({ manifest: a }: Known, { manifest: b }: Known): number {
  return compareText(a.sealed_at, b.sealed_at) || a.events.count - b.events.count || compareText(a.audit, b.audit);
}

function follows(one: Known, all: readonly Known[]): ChainedVerdict {
  const { previous } = one.manifest;
  const isFirst = all[0] === one;
  const broken = (kind: Break["kind"], why: string) => ({
    ...one,
    breaks: [...one.breaks, { kind, where: "manifest.json", why }],
    notes: [],
  });
  if (previous === null)
    return isFirst
      ? { ...one, notes: [] }
      : broken("predecessor-missing", "it names no bundle before it, and an older one is given");
  if (all.some(({ sha256 }) => sha256 === previous.sha256)) return { ...one, notes: [] };
  const named = `the bundle of ${previous.audit} with the sha256 ${previous.sha256}`;
  if (all.some(({ manifest }) => manifest.audit === previous.audit && manifest !== one.manifest))
    return broken("predecessor-changed", `it follows ${named}, and the one given has another digest`);
  if (isFirst) return { ...one, notes: [`it follows ${named}, which was not given`] };
  return broken("predecessor-missing", `it follows ${named}, which is not among those given`);
}
