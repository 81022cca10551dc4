import { checks } from "../checks/index.ts";
import { openedBasis } from "../core/sealed-basis.ts";
import type { NewBundle } from "../evidence/bundle-writer.ts";
import type { Basis } from "../model/basis.ts";
import { usageError } from "../model/errors.ts";
import { manifestSchema } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { EvidenceStore, KeptReading } from "../store/evidence.ts";
import type { Store } from "../store/store.ts";
import { basisOf } from "./basis-of.ts";
import type { Context } from "./context.ts";
import { deriveKept } from "./derive-sealed.ts";
import { systemOf } from "./desk.ts";
import { evidenceFiles } from "./evidence-files.ts";
import { type EvidenceFacts, evidenceView } from "./evidence-view.ts";
import { findingsIn } from "./findings-lines.ts";
import { lookedAt } from "./look-at-audits.ts";

/** What the evidence of an audit is to say, from what is kept of it and nothing else. @throws usage error where there is no such audit, or nothing was read */
export async function makeBundle(context: Context, store: Store, audit: string): Promise<NewBundle> {
  const memory = await store.memory(audit);
  if (!memory) throw usageError(`there is no audit ${audit}`, "rollcall status lists those there are");
  const looked = lookedAt(context, memory);
  const { evidence } = store;
  const [chain, readings] = await Promise.all([evidence.chain(audit), evidence.readings(audit)]);
  const whole = await lastWhole(context, { audit, evidence, readings });
  const { organization, timeZone } = context.config;
  const rollcall = context.version;
  const absentAt = await absentIn(evidence, { audit, reading: whole.reading });
  const view = evidenceView({ organization, timeZone, looked, chain, readings, whole, absentAt, rollcall });
  const last = chain.at(-1);
  const previous = (await evidence.bundles({ system: memory.audit.system })).at(-1);
  return {
    about: {
      schema: manifestSchema,
      ...{ rollcall, organization, audit, system: memory.audit.system, period: memory.audit.period, state: memory.audit.state },
      sealed_at: view.sealedAt,
      checks: checks.map(({ id, version = 1 }) => ({ id, version })),
      events: { count: chain.length, head: last?.sha256 ?? null },
      previous: previous ? { audit: previous.audit, sha256: previous.sha256 } : null,
    },
    files: await evidenceFiles({ store: evidence, audit, view, chain, readings }),
  };
}

/** The last reading of all sources whose rows are there, derived again. */
async function lastWhole(
  context: Context,
  { audit, evidence, readings }: { audit: string; evidence: EvidenceStore; readings: readonly KeptReading[] },
): Promise<EvidenceFacts["whole"]> {
  const reading = readings.findLast(({ scope, thinned }) => scope === "whole" && !thinned);
  if (!reading)
    throw usageError(`of ${audit} no whole reading is kept`, `read it: rollcall audit ${audit.slice(0, audit.lastIndexOf("/"))}`);
  const { n, sources } = reading;
  const [rows, basis, before] = await Promise.all([
    evidence.kept({ audit, n }),
    keptBasis(context, { audit, evidence, reading }),
    findingsBefore(evidence, reading),
  ]);
  const { view, scene } = deriveKept(context, { audit, sources, rows, basis, before });
  // Tables of the Notes are as long as the accounts, and nothing here shows them.
  return { reading, view: { ...view, tables: [] }, scene, exemptions: basis.exemptions };
}

/** Of a reading from before its basis was kept there is only today's. */
async function keptBasis(
  context: Context,
  { audit, evidence, reading: { basis } }: { audit: string; evidence: EvidenceStore; reading: KeptReading },
): Promise<Basis> {
  if (!basis) {
    const system = systemOf(context, { id: audit, system: audit.slice(0, audit.lastIndexOf("/")) });
    return basisOf(context, { system, exemptions: context.exemptions, refs: new Map(), comparedWith: null });
  }
  const { config, exemptions, roster } = basis.parts;
  const isSame = basis.revision === context.roster.revision && basis.rollcall === context.version;
  const [configText, exemptionsText] = await Promise.all([config, exemptions].map((one) => evidence.part(one)));
  const parts = { config: configText ?? "", exemptions: exemptionsText ?? "" };
  // A roster may be large, and the one at hand is mostly still the one it was.
  if (isSame) return { ...openedBasis(basis, { ...parts, roster: "{}" }), roster: context.roster };
  return openedBasis(basis, { ...parts, roster: await evidence.part(roster) });
}

async function findingsBefore(evidence: EvidenceStore, { basis }: KeptReading): Promise<Finding[] | null> {
  const packed = basis?.compared_with ? await evidence.findings(basis.compared_with) : null;
  return packed && findingsIn(packed);
}

/** When a finding that is new was last seen not to be there. */
async function absentIn(
  evidence: EvidenceStore,
  { audit, reading: { basis } }: { audit: string; reading: KeptReading },
): Promise<string | null> {
  const compared = basis?.compared_with;
  if (!compared || compared.audit === audit) return null;
  return (await evidence.readings(compared.audit)).find(({ n }) => n === compared.n)?.takenAt ?? null;
}
