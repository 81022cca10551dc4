import { isDeepStrictEqual } from "node:util";
import { laidOver } from "../core/reread.ts";
import { openedBasis } from "../core/sealed-basis.ts";
import type { Basis } from "../model/basis.ts";
import type { Finding } from "../model/finding.ts";
import { canonicalJson, compareText } from "../model/json.ts";
import type { SealedReading } from "../model/sealed-reading.ts";
import { isRead, type KeptRows, type Source } from "../model/source.ts";
import type { Context } from "./context.ts";
import { deriveAudit } from "./derive-audit.ts";
import { deriveKept } from "./derive-sealed.ts";

/** A bundle as far as a replay reads it. */
export interface BundleToReplay {
  audit: string;
  readings: readonly SealedReading[];
  /** The rows of a reading, put where they can be gone through. */
  rows(reading: SealedReading): Promise<KeptRows>;
  /** The text of a file. */
  text(path: string): Promise<string>;
  /** The text of a file of lines, unpacked. */
  lines(path: string): Promise<string[]>;
}

/** Other rules than those that were in force: of the same system. */
export type OtherRules = Pick<Basis, "config"> & {
  /** Those of a file; what was decided in audits holds as it did. `null` = as they were. */
  exemptions: Basis["exemptions"] | null;
};

export interface FindingChange {
  before: Finding;
  after: Finding;
}

/** One reading, its findings derived again. */
export interface ReplayedReading {
  n: number;
  scope: SealedReading["scope"];
  takenAt: string;
  /** Findings that were sealed. */
  sealed: number;
  /** Findings that were derived. */
  derived: number;
  /** The same bytes; `null` = it could not be derived again, and `note` says why. */
  same: boolean | null;
  added: Finding[];
  gone: Finding[];
  changed: FindingChange[];
  note: string | null;
}

/**
 * Derives the findings of each reading in a bundle again, from its rows and what was in force. With other rules only whole readings: what
 * those would have found.
 */
export async function replayBundle(
  context: Pick<Context, "platform" | "signal">,
  bundle: BundleToReplay,
  rules: OtherRules | null,
): Promise<ReplayedReading[]> {
  const replayed: ReplayedReading[] = [];
  let now: { rows: KeptRows; sources: Source[] } | null = null;
  for (const reading of bundle.readings) {
    context.signal.throwIfAborted();
    const sealed = (await bundle.lines(reading.findings)).map((line) => JSON.parse(line) as Finding);
    if (reading.thinned || !reading.basis || (reading.scope === "recheck" && (!now || rules))) {
      if (!rules || reading.scope === "whole") replayed.push(unreplayed(reading, sealed, now !== null));
      continue;
    }
    const rows = await bundle.rows(reading);
    now = reading.scope === "whole" || !now ? { rows, sources: reading.sources } : overlaid(now, { reading, rows });
    const basis = await basisIn(bundle, reading.basis, rules && { ...rules, sealed });
    const of = { audit: bundle.audit, reading, basis, sealed, now };
    replayed.push(reading.scope === "whole" ? await whole(context, bundle, of) : recheck(context, of));
  }
  return replayed;
}

interface ToReplay {
  audit: string;
  reading: SealedReading;
  basis: Basis;
  sealed: readonly Finding[];
  now: { rows: KeptRows; sources: Source[] };
}

async function whole(
  context: Pick<Context, "platform">,
  bundle: BundleToReplay,
  { audit, reading, basis, sealed, now }: ToReplay,
): Promise<ReplayedReading> {
  const file = reading.basis?.compared_with?.file;
  const before = file === undefined ? null : (await bundle.lines(file)).map((line) => JSON.parse(line) as Finding);
  const { view } = deriveKept(context, { audit, ...now, basis, before });
  return told(reading, { sealed, derived: view.audit.findings });
}

/** Of a recheck only what it judged is sealed: refs and what is new were settled by the reading before. */
function recheck({ platform }: Pick<Context, "platform">, { reading, basis, sealed, now }: ToReplay): ReplayedReading {
  const { config, roster, exemptions, knownGaps, now: at, refs } = basis;
  const { view } = deriveAudit(
    { config, roster, exemptions, knownGaps, platform, now: at },
    { system: config.system, ...now, earlierRefs: refs, told: (found) => [...found] },
  );
  const known = new Map(sealed.map((finding) => [finding.key, finding]));
  const derived = view.audit.findings.flatMap((finding) => {
    const was = known.get(finding.key);
    return was ? [{ ...finding, ref: was.ref, change: was.change }] : [];
  });
  const order = new Map(sealed.map(({ key }, index) => [key, index]));
  derived.sort((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0));
  return told(reading, { sealed, derived });
}

function told(
  { n, scope, taken_at: takenAt }: SealedReading,
  { sealed, derived }: { sealed: readonly Finding[]; derived: readonly Finding[] },
): ReplayedReading {
  const lines = (findings: readonly Finding[]) => findings.map(canonicalJson);
  const [was, is] = [new Map(sealed.map((one) => [one.key, one])), new Map(derived.map((one) => [one.key, one]))];
  const byKey = (a: Finding, b: Finding) => compareText(a.key, b.key);
  return {
    ...{ n, scope, takenAt, sealed: sealed.length, derived: derived.length, note: null },
    same: isDeepStrictEqual(lines(sealed), lines(derived)),
    added: derived.filter(({ key }) => !was.has(key)).sort(byKey),
    gone: sealed.filter(({ key }) => !is.has(key)).sort(byKey),
    changed: sealed.flatMap((before) => {
      const after = is.get(before.key);
      return after && canonicalJson(before) !== canonicalJson(after) ? [{ before, after }] : [];
    }),
  };
}

function unreplayed(
  { n, scope, taken_at, thinned, basis }: SealedReading,
  sealed: readonly Finding[],
  hasBase: boolean,
): ReplayedReading {
  const why = thinned
    ? "its rows were forgotten before the audit was sealed"
    : !basis
      ? "it was read by a Rollcall that did not keep yet what findings rest on"
      : hasBase
        ? "other rules are asked of whole readings"
        : "the whole reading it is laid over has no rows any more";
  const nothing = { added: [], gone: [], changed: [], derived: 0, same: null };
  return { ...nothing, n, scope, takenAt: taken_at, sealed: sealed.length, note: why };
}

function overlaid(
  now: { rows: KeptRows; sources: Source[] },
  { reading, rows }: { reading: SealedReading; rows: KeptRows },
): { rows: KeptRows; sources: Source[] } {
  const read = reading.sources.filter(isRead);
  const answered = new Map(read.map(({ name }) => [name, reading.asked[name] ?? null]));
  const replaced = new Map(now.sources.map((source) => [source.name, source]));
  for (const source of read) if (!reading.asked[source.name]) replaced.set(source.name, source);
  return { rows: laidOver(now.rows, { fresh: rows, answered }), sources: [...replaced.values()] };
}

async function basisIn(
  bundle: BundleToReplay,
  { files, compared_with, ...head }: NonNullable<SealedReading["basis"]>,
  rules: (OtherRules & { sealed: readonly Finding[] }) | null,
): Promise<Basis> {
  const [config = "", exemptions = "", roster = ""] = await Promise.all(
    [files.config, files.exemptions, files.roster].map((path) => bundle.text(path)),
  );
  const compared = compared_with && { audit: compared_with.audit, n: compared_with.n };
  const basis = openedBasis({ ...head, compared_with: compared }, { config, exemptions, roster });
  if (!rules) return basis;
  const decided = basis.exemptions.filter(({ from }) => from === "decision");
  return {
    ...basis,
    config: rules.config,
    // Another number would make every finding another one.
    refs: new Map([...basis.refs, ...rules.sealed.map(({ key, ref }) => [key, ref] as const)]),
    exemptions: rules.exemptions === null ? basis.exemptions : [...rules.exemptions, ...decided],
  };
}
