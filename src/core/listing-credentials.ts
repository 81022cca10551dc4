import type { Credential } from "../model/api/credential.ts";
import type { Finding } from "../model/finding.ts";
import { searchable } from "../model/listing.ts";
import type { OwnedCredential, Scene } from "../model/scene.ts";
import type { Severity } from "../model/severity.ts";
import type { ListedToken } from "../model/tokens.ts";
import { counting, type FindingsBy, worstOf } from "./listing-findings.ts";
import type { ListedKindOf } from "./listing-kind.ts";
import { orderOf, ranksByText, ranksByTime, worstFirst } from "./listing-ranks.ts";

/** A credential with what is said of it in lists. */
interface Told {
  one: OwnedCredential;
  token: ListedToken;
  findings: readonly Finding[];
  worst: Severity | null;
}

/** The credentials of a reading as a list. @param of `tokens`: of each credential of the scene, in its order */
export function credentialList(
  scene: Scene,
  of: { audit: string; tokens: readonly ListedToken[]; findings: FindingsBy },
): ListedKindOf<"credential"> {
  const told = scene.credentials.flatMap((one, index): Told[] => {
    const token = of.tokens[index];
    const findings = of.findings.credential.get(one.credential.id) ?? [];
    return token ? [{ one, token, findings, worst: worstOf(findings) }] : [];
  });
  const order = orderOf(told.map(({ token }) => token.name));
  const items = worstFirst(told, ({ token, worst }) => ({ worst, title: token.name, id: token.id }), order);
  return {
    kind: "credential",
    size: items.length,
    sorted: {
      by_name: ranksByText(
        items.map(({ token }) => token.name),
        order,
      ),
      by_email: ranksByText(items.map(({ token }) => token.owner?.email ?? token.owner?.name ?? token.owner_hint)),
      by_role: ranksByText(items.map(({ token }) => token.kind)),
      by_sign_in: ranksByTime(items.map(({ token }) => token.last_used_at)),
    },
    facets: (index) => facetsOf(at(index)),
    listed: (index) => {
      const its = at(index);
      return { person: its.one.owner?.id ?? null, words: wordsIn(its), entry: entryOf(its, { scene, audit: of.audit }) };
    },
  };

  function at(index: number): Told {
    const one = items[index];
    if (!one) throw new Error(`no credential at ${index}`);
    return one;
  }
}

/** What a check said counts here also where it is accepted: it is so. */
function facetsOf({ token, findings, worst }: Told): string[] {
  const has = (...checks: string[]) => findings.some(({ check }) => checks.includes(check));
  const facets = [`id:${token.id}`, `kind:${token.kind}`];
  if (worst !== null) facets.push(`severity:${worst}`, "only:findings");
  if (token.justification === null) facets.push("only:unjustified");
  if (has("token-expiring", "token-expired")) facets.push("only:expiring");
  if (has("token-unused")) facets.push("only:unused");
  if (token.owner === null) facets.push("only:unowned");
  return facets;
}

function wordsIn({ token }: Told): string {
  const words = [token.name, token.owner?.name, token.owner?.email, token.owner_hint, token.of, token.kind, token.id];
  return searchable([...new Set(words)].filter((word) => word).join("\n"));
}

function entryOf({ one, token, findings, worst }: Told, { scene, audit }: { scene: Scene; audit: string }): Credential {
  return {
    ...{ system: scene.system, system_name: scene.name, audit },
    ...token,
    owner: one.owner && { id: one.owner.id, name: one.owner.name, email: one.owner.email },
    findings: counting(findings).map(({ ref }) => ref),
    severity: worst,
  };
}
