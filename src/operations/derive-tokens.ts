import { endOf } from "../checks/expiry.ts";
import { runChecks } from "../checks/run.ts";
import { tokenUnjustified } from "../checks/token-unjustified.ts";
import { unreadSentence } from "../checks/unread.ts";
import { exemptionFinder } from "../core/exempt.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Exemption } from "../model/exemption.ts";
import { type FactSources, type Facts, unreadOf } from "../model/fact.ts";
import type { Finding } from "../model/finding.ts";
import type { OwnedCredential, Scene } from "../model/scene.ts";
import type { Source } from "../model/source.ts";
import type { Justification, ListedToken, SystemTokens } from "../model/tokens.ts";
import { type DeriveContext, type Read, sceneOf } from "./derive-audit.ts";
import { statusOf } from "./source-outcomes.ts";

/** Names of the sources that credentials and their owners rest on. */
export function sourcesOfTokens(facts: Facts): ReadonlySet<string> {
  return new Set([facts.credentials, facts.accounts].flatMap((fact) => fact?.sources ?? []));
}

/** Kept rows → every credential that was read, whose it is and what justifies it. Pure. Exemptions: the file's and decisions. */
export function deriveTokens(context: DeriveContext, read: Omit<Read, "earlierRefs">): SystemTokens {
  const { system, sources } = read;
  const platform = context.platform(system.platform);
  const scene = sceneOf(context, read, platform.normalise(read.rows, system));
  return {
    ...headOf(system),
    status: statusOf(sources),
    reason: reasonOf([scene.facts.credentials, scene.facts.accounts], sources),
    tokens: listedTokens(scene, context.exemptions),
  };
}

/** Each credential of a scene, in its order, with what justifies it. Exemptions: the file's and decisions. */
export function listedTokens(scene: Scene, exemptions: readonly Exemption[]): ListedToken[] {
  const unjustified = runChecks(scene, { settings: {}, exemptions: [], checks: [tokenUnjustified] }).findings;
  const findings = new Map(unjustified.map((finding) => [finding.credential?.id, finding]));
  const { system, today, roster } = scene;
  const exemptionOf = exemptionFinder({ exemptions, system, today, roster });
  return scene.credentials.map((one) => listed(one, justificationOf(one, findings.get(one.credential.id), exemptionOf)));
}

/** The tokens of a system of which nothing could be read, or that has none. */
export function noTokens(system: SystemConfig, { status, reason }: Pick<SystemTokens, "status" | "reason">): SystemTokens {
  return { ...headOf(system), status, reason, tokens: [] };
}

function headOf({ id, name, platform }: SystemConfig): Pick<SystemTokens, "system" | "name" | "platform"> {
  return { system: id, name, platform };
}

function justificationOf(
  { credential, name }: OwnedCredential,
  finding: Finding | undefined,
  exemptionOf: ReturnType<typeof exemptionFinder>,
): Justification | null {
  const nobody = { text: null, approver: null, until: null };
  if (credential.coveredByClient) return { ...nobody, by: "client" };
  if (name?.link) return { ...nobody, by: "request-link", text: name.link, until: name.expires };
  const exemption = finding ? exemptionOf(finding) : null;
  if (exemption === null) return null;
  const { reason, approver, until } = exemption;
  return { by: exemption.from === "file" ? "exemption" : "decision", text: reason, approver, until };
}

function listed(one: OwnedCredential, justification: Justification | null): ListedToken {
  const { credential, owner, ownerLeft, ownerHint } = one;
  const { id, kind, name, of = null, active, createdAt, lastUsedAt, expiresAt } = credential;
  return {
    ...{ id, kind, name, of },
    owner: owner && { email: owner.email, name: owner.name },
    owner_left: ownerLeft,
    owner_hint: ownerHint,
    ...{ active, created_at: createdAt, last_used_at: lastUsedAt },
    expires_at: endOf(one) ?? expiresAt,
    justification,
  };
}

function reasonOf(facts: readonly (FactSources | undefined)[], sources: readonly Source[]): string | null {
  const names = new Set(facts.flatMap((fact) => (fact ? unreadOf(fact, sources) : [])));
  const reasons = [...names].map((name) => {
    const reason = sources.find((one) => one.name === name)?.reason ?? "it was not asked for";
    return unreadSentence({ name, reason });
  });
  return reasons.length === 0 ? null : reasons.join("; ");
}
