import { createReadStream } from "node:fs";
import { type Selectable, sql } from "kysely";
import type { ChainedEvent } from "../core/chain.ts";
import type { Manifest, SealedBundle } from "../model/evidence.ts";
import type { AuditStatus } from "../model/report.ts";
import type { KeptRows, Source } from "../model/source.ts";
import type { Database } from "./database.ts";
import { basisPart, type KeptBasis } from "./keep-basis.ts";
import { rowsOf } from "./snapshots.ts";
import type { Tables } from "./tables.ts";

/** One reading of an audit, as it is kept. */
export interface KeptReading {
  n: number;
  scope: "whole" | "recheck";
  takenAt: string;
  status: AuditStatus;
  sources: Source[];
  /** Of a recheck: row ids by source, where only those were asked about. */
  asked: Record<string, string[]>;
  /** Its rows were forgotten. */
  thinned: boolean;
  /** Parts its rows are kept in, by source; none of one without rows. */
  parts: Record<string, number>;
  /** `null` = it is of before that was kept. */
  basis: KeptBasis | null;
  /** Canonical JSON lines, gzip. */
  findings: Buffer;
}

/** What evidence is made from, and where it is kept. */
export interface EvidenceStore {
  /** What happened in an audit, with its seals, in order. */
  chain(audit: string): Promise<ChainedEvent[]>;
  /** In the order of their numbers. */
  readings(audit: string): Promise<KeptReading[]>;
  /** Findings of one reading: canonical JSON lines, gzip. `null` = there is no such reading. */
  findings(of: { audit: string; n: number }): Promise<Buffer | null>;
  /** Kept rows of one source, in parts: each canonical JSON lines, gzip. */
  rows(of: { audit: string; n: number; source: string }): AsyncGenerator<Buffer>;
  /** The same, to be gone through. */
  kept(of: { audit: string; n: number }): Promise<KeptRows>;
  /** The text of a part of a basis. @param digest hex */
  part(digest: string): Promise<string>;
  /** Texts of the rosters readings were derived with, newest reading first. */
  rosters(): AsyncGenerator<string>;
  /** Sealed bundles, of an audit or of a system, oldest first. */
  bundles(of: { audit?: string; system?: string }): Promise<SealedBundle[]>;
  /** Keeps a sealed file byte for byte: whole, or not at all. @returns its number */
  keepBundle(bundle: Omit<SealedBundle, "n">, file: string): Promise<number>;
  /** Its bytes, as they were sealed. */
  bundle(of: { audit: string; n: number }): AsyncGenerator<Buffer>;
}

export function evidenceStore(database: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): EvidenceStore {
  return {
    chain: (audit) => meant(chain(database, audit)),
    readings: (audit) => meant(readings(database, audit)),
    async findings({ audit, n }) {
      const query = database.selectFrom("snapshots").select("findings").where("audit", "=", audit).where("n", "=", n);
      return (await meant(query.executeTakeFirst()))?.findings ?? null;
    },
    async *rows({ audit, n, source }) {
      for (let part = 0; ; part += 1) {
        const query = database
          .selectFrom("snapshot_rows")
          .select("lines")
          .where("audit", "=", audit)
          .where("n", "=", n)
          .where("source", "=", source)
          .where("part", "=", part);
        const found = await meant(query.executeTakeFirst());
        if (!found) return;
        yield found.lines;
      }
    },
    kept: (of) => meant(rowsOf(database, of)),
    part: (digest) => meant(database.transaction().execute((within) => basisPart(within, digest))),
    rosters: () => rosters(database, meant),
    bundles: (of) => meant(bundles(database, of)),
    keepBundle: (bundle, file) => meant(keepBundle(database, { bundle, file })),
    async *bundle({ audit, n }) {
      for (let part = 0; ; part += 1) {
        const query = database
          .selectFrom("bundle_parts")
          .select("bytes")
          .where("audit", "=", audit)
          .where("n", "=", n)
          .where("part", "=", part);
        const found = await meant(query.executeTakeFirst());
        if (!found) return;
        yield found.bytes;
      }
    },
  };
}

async function chain(database: Database["sql"], audit: string): Promise<ChainedEvent[]> {
  const rows = await database.selectFrom("events").selectAll().where("audit", "=", audit).orderBy("n").execute();
  return rows.map(chainedEvent);
}

export function chainedEvent(row: Selectable<Tables["events"]>): ChainedEvent {
  const { n, at, kind, actor, payload, payload_sha256, sha256, redacted_at } = row;
  return { n, at, kind, actor, payload, payloadSha256: payload_sha256, sha256, redactedAt: redacted_at };
}

async function readings(database: Database["sql"], audit: string): Promise<KeptReading[]> {
  const rows = await database.selectFrom("snapshots").selectAll().where("audit", "=", audit).orderBy("n").execute();
  const counted = await database
    .selectFrom("snapshot_rows")
    .select(["n", "source", (of) => of.fn.countAll<number>().as("parts")])
    .where("audit", "=", audit)
    .groupBy(["n", "source"])
    .execute();
  const parts = Map.groupBy(counted, ({ n }) => n);
  return rows.map(({ n, scope, taken_at, status, sources, asked, thinned, basis, findings }) => ({
    ...{ n, scope, status, thinned, findings },
    parts: Object.fromEntries((parts.get(n) ?? []).map((one) => [one.source, one.parts])),
    takenAt: taken_at,
    sources: sources as Source[],
    asked: (asked ?? {}) as Record<string, string[]>,
    basis: (basis ?? null) as KeptBasis | null,
  }));
}

async function* rosters(database: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): AsyncGenerator<string> {
  const query = database
    .selectFrom("snapshots")
    .select(["basis", "taken_at"])
    .where("basis", "is not", null)
    .orderBy("taken_at", "desc");
  const digests = new Set((await meant(query.execute())).map(({ basis }) => (basis as KeptBasis).parts.roster));
  for (const digest of digests) yield await meant(database.transaction().execute((within) => basisPart(within, digest)));
}

async function bundles(
  database: Database["sql"],
  { audit, system }: { audit?: string; system?: string },
): Promise<SealedBundle[]> {
  let query = database.selectFrom("bundles").selectAll();
  if (audit !== undefined) query = query.where("audit", "=", audit);
  if (system !== undefined)
    query = query.where("audit", "in", (of) => of.selectFrom("audits").select("id").where("system", "=", system));
  const rows = await query.orderBy("sealed_at").orderBy(sql`audit collate "C"`).orderBy("n").execute();
  return rows.map(({ sealed_at, manifest, ...row }) => ({ ...row, sealedAt: sealed_at, manifest: manifest as Manifest }));
}

const partSize = 1 << 20;

function keepBundle(
  database: Database["sql"],
  { bundle, file }: { bundle: Omit<SealedBundle, "n">; file: string },
): Promise<number> {
  const { audit, sealedAt, sha256, size, manifest } = bundle;
  return database.transaction().execute(async (within) => {
    const { last } = await within
      .selectFrom("bundles")
      .select((of) => of.fn.max("n").as("last"))
      .where("audit", "=", audit)
      .executeTakeFirstOrThrow();
    const n = (last ?? 0) + 1;
    await within
      .insertInto("bundles")
      .values({ audit, n, sealed_at: sealedAt, sha256, size, manifest: JSON.stringify(manifest) })
      .execute();
    let part = 0;
    for await (const bytes of createReadStream(file, { highWaterMark: partSize }) as AsyncIterable<Buffer>) {
      await within.insertInto("bundle_parts").values({ audit, n, part, bytes }).execute();
      part += 1;
    }
    return n;
  });
}
