import { gunzipSync, gzipSync } from "node:zlib";
import { sql, type Transaction } from "kysely";
import { type BasisHead, type BasisPart, basisParts, sealedBasis } from "../core/sealed-basis.ts";
import type { Basis } from "../model/basis.ts";
import type { Tables } from "./tables.ts";
import { sha256 } from "./text.ts";

/** What a snapshot's row says of its basis: the parts by their digests. */
export type KeptBasis = BasisHead & { parts: Record<BasisPart, string> };

/** Keeps the parts nobody kept yet. @returns what the snapshot's row says */
export async function keepBasis(within: Transaction<Tables>, basis: Basis): Promise<KeptBasis> {
  const { head, parts: texts } = sealedBasis(basis);
  const parts = { config: sha256(texts.config), roster: sha256(texts.roster), exemptions: sha256(texts.exemptions) };
  const there = await known(within, Object.values(parts));
  for (const name of basisParts) {
    if (there.has(parts[name])) continue;
    await within
      .insertInto("basis_parts")
      .values({ sha256: parts[name], content: gzipSync(texts[name], { level: 1 }) })
      // Another system's reading may keep the same roster at this moment.
      .onConflict((on) => on.doNothing())
      .execute();
  }
  return { ...head, parts };
}

async function known(within: Transaction<Tables>, digests: readonly string[]): Promise<Set<string>> {
  const found = await within
    .selectFrom("basis_parts")
    .select("sha256")
    .where(sql<boolean>`sha256 = any(${[...digests]}::text[])`)
    .execute();
  return new Set(found.map((row) => row.sha256));
}

/** The text of a part, as its digest is over it. */
export async function basisPart(within: Transaction<Tables>, digest: string): Promise<string> {
  const { content } = await within
    .selectFrom("basis_parts")
    .select("content")
    .where("sha256", "=", digest)
    .executeTakeFirstOrThrow();
  return gunzipSync(content).toString("utf8");
}
