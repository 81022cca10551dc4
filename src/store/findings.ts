import { sql, type Transaction } from "kysely";
import type { Sighting } from "../model/follow-up.ts";
import { canonicalJson } from "../model/json.ts";
import type { RememberedFinding } from "../model/memory.ts";
import type { Known } from "./sightings.ts";
import type { Tables } from "./tables.ts";
import { digestOf } from "./text.ts";

export type NewFinding = Pick<RememberedFinding, "finding" | "foundAt" | "carried"> & {
  /** ISO 8601 time of the reading that told of it. */
  lookedAt: string;
};

const piece = 5000;

/** What is known of an audit's findings, by digest of their keys. */
export async function knownFindings(within: Transaction<Tables>, audit: string): Promise<Map<string, Known>> {
  const rows = await within.selectFrom("findings").select(["key_sha256", "looked_at"]).where("audit", "=", audit).execute();
  const sightings = await sightingsOf(within, audit);
  return new Map(
    rows.map(({ key_sha256, looked_at }) => [key_sha256, { lookedAt: looked_at, sightings: sightings.get(key_sha256) ?? [] }]),
  );
}

/** By digest of the key, in order of time. */
export async function sightingsOf(within: Transaction<Tables>, audit: string): Promise<Map<string, Sighting[]>> {
  const rows = await within
    .selectFrom("sightings")
    .select(["key_sha256", "at", "seen"])
    .where("audit", "=", audit)
    .orderBy("at")
    .execute();
  const byKey = Map.groupBy(rows, ({ key_sha256 }) => key_sha256);
  return new Map([...byKey].map(([key, list]) => [key, list.map(({ at, seen }) => ({ at, seen }))]));
}

/** Keeps new ones; of one that is there already the words are renewed, where this reading is not older than they are. */
export async function keepFindings(within: Transaction<Tables>, audit: string, findings: Iterable<NewFinding>): Promise<void> {
  const byKey = new Map(Array.from(findings, (one) => [digestOf(one.finding.key), one]));
  const all = [...byKey];
  for (let at = 0; at < all.length; at += piece) await keepSome(within, audit, all.slice(at, at + piece));
}

async function keepSome(within: Transaction<Tables>, audit: string, some: readonly [string, NewFinding][]): Promise<void> {
  const column = (of: (one: NewFinding) => string) => some.map(([, one]) => of(one));
  const keys = some.map(([digest]) => digest);
  const refs = column(({ finding }) => finding.ref);
  const found = column(({ foundAt }) => foundAt);
  const looked = column(({ lookedAt }) => lookedAt);
  const findings = column(({ finding }) => canonicalJson(finding));
  const carried = column((one) => canonicalJson(one.carried));
  await within
    .insertInto("findings")
    .columns(["audit", "key_sha256", "ref", "found_at", "looked_at", "finding", "carried"])
    .expression(sql`
      select ${audit}, key, ref, found, looked, finding, carried
      from unnest(${keys}::text[], ${refs}::text[], ${found}::timestamptz[], ${looked}::timestamptz[], ${findings}::json[], ${carried}::json[])
        as of_this_reading (key, ref, found, looked, finding, carried)`)
    .onConflict((on) =>
      on
        .columns(["audit", "key_sha256"])
        .doUpdateSet((of) => ({ finding: of.ref("excluded.finding"), looked_at: of.ref("excluded.looked_at") }))
        .whereRef("findings.looked_at", "<=", "excluded.looked_at"),
    )
    .execute();
}

/** @param keys digests of findings a reading told to be gone */
export async function lookedFor(
  within: Transaction<Tables>,
  audit: string,
  { keys, at }: { keys: readonly string[]; at: string },
): Promise<void> {
  if (keys.length === 0) return;
  await within
    .updateTable("findings")
    .set({ looked_at: at })
    .where("audit", "=", audit)
    .where(sql<boolean>`key_sha256 = any(${[...keys]}::text[])`)
    .where("looked_at", "<", at)
    .execute();
}

/** @param sightings by digest of the key */
export async function keepSightings(
  within: Transaction<Tables>,
  audit: string,
  sightings: readonly (Sighting & { key: string })[],
): Promise<void> {
  if (sightings.length === 0) return;
  const keys = sightings.map(({ key }) => key);
  const ats = sightings.map(({ at }) => at);
  const seen = sightings.map((sighting) => sighting.seen);
  await within
    .insertInto("sightings")
    .columns(["audit", "key_sha256", "at", "seen"])
    .expression(sql`select ${audit}, * from unnest(${keys}::text[], ${ats}::timestamptz[], ${seen}::boolean[])`)
    .onConflict((on) => on.columns(["audit", "key_sha256", "at"]).doUpdateSet((of) => ({ seen: of.ref("excluded.seen") })))
    .execute();
}
