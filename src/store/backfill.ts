import type { ClientBase } from "pg";
import type { Finding } from "../model/finding.ts";
import { canonicalJson } from "../model/json.ts";
import { linesOf } from "./chunks.ts";
import { digestOf } from "./text.ts";

interface OldSnapshot {
  n: number;
  taken_at: string;
  status: string;
}

interface Old {
  ref: string;
  found: string;
  looked: string;
  finding: string;
  /** Changes only. */
  sightings: { at: string; seen: boolean }[];
}

/**
 * Fills `findings` and `sightings` from snapshots of before there were such tables, so that what was found keeps its age. Only a complete
 * reading tells that something is gone. Belongs to one migration: it writes the tables as that one made them.
 */
export async function rememberOldFindings(client: ClientBase): Promise<void> {
  const { rows: audits } = await client.query<{ id: string }>("select id from rollcall.audits order by id");
  for (const { id } of audits) {
    const found = await oldFindings(client, id);
    for (const [key, { ref, found: first, looked, finding, sightings }] of found) {
      const row = [id, digestOf(key), ref, first, looked, finding];
      await client.query('insert into rollcall.findings values ($1, $2, $3, $4, $5, $6, \'{"decisions":[],"steps":[]}\')', row);
      for (const { at, seen: shown } of sightings) {
        const said = [id, digestOf(key), at, shown];
        await client.query(
          "insert into rollcall.sightings values ($1, $2, $3, $4) on conflict (audit, key_sha256, at) do update set seen = excluded.seen",
          said,
        );
      }
    }
  }
}

async function oldFindings(client: ClientBase, audit: string): Promise<Map<string, Old>> {
  const { rows } = await client.query<OldSnapshot>(
    "select n, taken_at::text, status from rollcall.snapshots where audit = $1 order by snapshots.taken_at, n",
    [audit],
  );
  const known = new Map<string, Old>();
  for (const { n, taken_at: at, status } of rows) {
    const { rows: kept } = await client.query<{ findings: Buffer }>(
      "select findings from rollcall.snapshots where audit = $1 and n = $2",
      [audit, n],
    );
    const keys = new Set<string>();
    for (const line of linesOf(kept[0]?.findings ?? Buffer.alloc(0))) keys.add(look(known, JSON.parse(line) as Finding, at));
    if (status !== "complete") continue;
    for (const [key, old] of known) if (!keys.has(key)) shows(old, { at, seen: false });
  }
  return known;
}

function look(known: Map<string, Old>, finding: Finding, at: string): string {
  const { key, ref } = finding;
  const old = known.get(key) ?? { ref, found: at, looked: at, finding: "", sightings: [] };
  known.set(key, old);
  old.finding = canonicalJson(finding);
  shows(old, { at, seen: true });
  return key;
}

function shows(old: Old, now: { at: string; seen: boolean }): void {
  old.looked = now.at;
  const { sightings } = old;
  if ((sightings.at(-1)?.seen ?? true) !== now.seen) sightings.push(now);
}
