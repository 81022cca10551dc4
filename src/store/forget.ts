import { gzipSync } from "node:zlib";
import type { Transaction } from "kysely";
import { endedStates } from "../model/event.ts";
import { canonicalJson, type Json } from "../model/json.ts";
import { linesInPieces, linesOf } from "./chunks.ts";
import type { Database } from "./database.ts";
import { basisPart, type KeptBasis } from "./keep-basis.ts";
import type { Tables } from "./tables.ts";

/** Gives the same value without what is to be forgotten; the very same where there is none of it. */
export type Rewrite = (value: Json) => Json;

/** What was rewritten, by what it is. */
export interface Forgotten {
  events: number;
  findings: number;
  readings: number;
  parts: number;
  journal: number;
}

/**
 * Rewrites what is kept of audits that are ended, in one piece: events keep their place, time, kind and digests. Audits that are not
 * ended still work with what they have, and sealed bundles stay as they are. @param of `dryRun`: only counts
 */
export function forget(
  database: Database["sql"],
  { rewrite, at, dryRun }: { rewrite: Rewrite; at: string; dryRun: boolean },
): Promise<Forgotten> {
  return database.transaction().execute(async (within) => {
    const audits = await endedAudits(within);
    const counts: Forgotten = { events: 0, findings: 0, readings: 0, parts: 0, journal: 0 };
    for (const audit of audits) {
      counts.events += await forgetEvents(within, { audit, rewrite, at, dryRun });
      counts.findings += await forgetFindings(within, { audit, rewrite, dryRun });
      counts.readings += await forgetReadings(within, { audit, rewrite, dryRun });
      if (!dryRun) await forgetRest(within, { audit, rewrite });
    }
    counts.parts = await forgetParts(within, { audits, rewrite, dryRun });
    counts.journal = await forgetJournal(within, { rewrite, at, dryRun });
    return counts;
  });
}

interface Work {
  audit: string;
  rewrite: Rewrite;
  dryRun: boolean;
}

async function endedAudits(within: Transaction<Tables>): Promise<string[]> {
  const rows = await within
    .selectFrom("audits")
    .select("id")
    .where("state", "in", endedStates)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** @returns how many rows had something of it */
async function rewriteEach<Row>(
  rows: readonly Row[],
  { of, write, rewrite, dryRun }: { of(row: Row): Json; write(row: Row, to: Json): Promise<unknown> } & Omit<Work, "audit">,
): Promise<number> {
  let changed = 0;
  for (const row of rows) {
    const to = rewritten(of(row), rewrite);
    if (!to) continue;
    changed += 1;
    if (!dryRun) await write(row, to);
  }
  return changed;
}

async function forgetEvents(within: Transaction<Tables>, { audit, at, ...work }: Work & { at: string }): Promise<number> {
  const rows = await within.selectFrom("events").select(["n", "actor", "payload"]).where("audit", "=", audit).execute();
  return rewriteEach(rows, {
    ...work,
    of: ({ actor, payload }) => [actor, payload as Json],
    write: ({ n }, to) => {
      const [actor, payload] = to as [string, Json];
      const set = { actor, payload: JSON.stringify(payload), redacted_at: at };
      return within.updateTable("events").set(set).where("audit", "=", audit).where("n", "=", n).execute();
    },
  });
}

async function forgetFindings(within: Transaction<Tables>, { audit, ...work }: Work): Promise<number> {
  const rows = await within
    .selectFrom("findings")
    .select(["key_sha256", "finding", "carried"])
    .where("audit", "=", audit)
    .execute();
  return rewriteEach(rows, {
    ...work,
    of: ({ finding, carried }) => [finding as Json, carried as Json],
    write: ({ key_sha256: key }, to) => {
      const [finding, carried] = to as [Json, Json];
      const set = { finding: JSON.stringify(finding), carried: JSON.stringify(carried) };
      return within.updateTable("findings").set(set).where("audit", "=", audit).where("key_sha256", "=", key).execute();
    },
  });
}

async function forgetReadings(within: Transaction<Tables>, { audit, rewrite, dryRun }: Work): Promise<number> {
  const readings = await within
    .selectFrom("snapshots")
    .select(["n", "findings", "asked", "basis"])
    .where("audit", "=", audit)
    .execute();
  let changed = 0;
  for (const { n, findings, asked, basis } of readings) {
    const lines = rewrittenLines(findings, rewrite);
    const said = rewritten([asked as Json, basis as Json], rewrite);
    const rows = await forgetRows(within, { audit, n, rewrite, dryRun });
    if (lines || said || rows > 0) changed += 1;
    if (dryRun || !(lines || said)) continue;
    const [askedNow, basisNow] = (said ?? [asked, basis]) as [Json, Json];
    await within
      .updateTable("snapshots")
      .set({
        findings: lines ?? findings,
        asked: askedNow && JSON.stringify(askedNow),
        basis: basisNow && JSON.stringify(basisNow),
      })
      .where("audit", "=", audit)
      .where("n", "=", n)
      .execute();
  }
  return changed;
}

async function forgetRows(within: Transaction<Tables>, { audit, n, rewrite, dryRun }: Work & { n: number }): Promise<number> {
  const of = () => within.selectFrom("snapshot_rows").where("audit", "=", audit).where("n", "=", n);
  const parts = await of().select(["source", "part"]).execute();
  let changed = 0;
  for (const { source, part } of parts) {
    const { lines } = await of().select("lines").where("source", "=", source).where("part", "=", part).executeTakeFirstOrThrow();
    const to = rewrittenLines(lines, rewrite);
    if (!to) continue;
    changed += 1;
    if (!dryRun)
      await within
        .updateTable("snapshot_rows")
        .set({ lines: to })
        .where("audit", "=", audit)
        .where("n", "=", n)
        .where("source", "=", source)
        .where("part", "=", part)
        .execute();
  }
  return changed;
}

/** What was written into issues, and lists that are derived: those are made again from what is left. */
async function forgetRest(within: Transaction<Tables>, { audit, rewrite }: Omit<Work, "dryRun">): Promise<void> {
  await within.deleteFrom("listings").where("audit", "=", audit).execute();
  const intents = await within.selectFrom("intents").select(["id_sha256", "id", "content"]).where("audit", "=", audit).execute();
  await rewriteEach(intents, {
    ...{ rewrite, dryRun: false },
    of: ({ id, content }) => [id as Json, content as Json],
    write: ({ id_sha256: key }, to) => {
      const [id, content] = to as [Json, Json];
      const set = { id: JSON.stringify(id), content: JSON.stringify(content) };
      return within.updateTable("intents").set(set).where("audit", "=", audit).where("id_sha256", "=", key).execute();
    },
  });
}

/** Rosters and configurations that no audit works with any more. They keep the digest they had: it is the one of what was in force. */
async function forgetParts(
  within: Transaction<Tables>,
  { audits, rewrite, dryRun }: { audits: readonly string[]; rewrite: Rewrite; dryRun: boolean },
): Promise<number> {
  const used = await within.selectFrom("snapshots").select(["audit", "basis"]).where("basis", "is not", null).execute();
  const partsOf = (of: typeof used) => new Set(of.flatMap(({ basis }) => Object.values((basis as KeptBasis).parts)));
  const isEnded = (audit: string) => audits.includes(audit);
  const stillUsed = partsOf(used.filter(({ audit }) => !isEnded(audit)));
  let changed = 0;
  for (const digest of partsOf(used.filter(({ audit }) => isEnded(audit)))) {
    if (stillUsed.has(digest)) continue;
    const to = rewritten(JSON.parse(await basisPart(within, digest)) as Json, rewrite);
    if (!to) continue;
    changed += 1;
    const content = gzipSync(canonicalJson(to), { level: 1 });
    if (!dryRun) await within.updateTable("basis_parts").set({ content }).where("sha256", "=", digest).execute();
  }
  return changed;
}

async function forgetJournal(
  within: Transaction<Tables>,
  { at, ...work }: Omit<Work, "audit"> & { at: string },
): Promise<number> {
  const rows = await within.selectFrom("journal").select(["id", "actor", "payload"]).execute();
  return rewriteEach(rows, {
    ...work,
    of: ({ actor, payload }) => [actor, payload as Json],
    write: ({ id }, to) => {
      const [actor, payload] = to as [string, Json];
      const set = { actor, payload: JSON.stringify(payload), redacted_at: at };
      return within.updateTable("journal").set(set).where("id", "=", id).execute();
    },
  });
}

/** `null` = nothing of it was to be forgotten. */
function rewritten(value: Json, rewrite: Rewrite): Json | null {
  const to = rewrite(value);
  return canonicalJson(to) === canonicalJson(value) ? null : to;
}

function rewrittenLines(packed: Buffer, rewrite: Rewrite): Buffer | null {
  let isChanged = false;
  const lines = Array.from(linesOf(packed), (line) => {
    const to = rewritten(JSON.parse(line) as Json, rewrite);
    isChanged ||= to !== null;
    return to ? canonicalJson(to) : line;
  });
  return isChanged ? Buffer.concat(Array.from(linesInPieces(lines), (piece) => gzipSync(piece, { level: 1 }))) : null;
}
