import { sql } from "kysely";
import { endedStates } from "../model/event.ts";
import type { Database } from "./database.ts";

/**
 * Forgets the rows of readings that were taken before a time. Kept are those of the last complete reading of each audit, and of an audit
 * that is not ended also its last reading and what was re-read since: it still works with them.
 * @returns readings thinned by this
 */
export function thin(database: Database["sql"], before: string): Promise<number> {
  return database.transaction().execute(async (within) => {
    const old = await within
      .updateTable("snapshots")
      .set({ thinned: true })
      .where("taken_at", "<", before)
      .where("thinned", "=", false)
      .where(sql<boolean>`not (${lastComplete} or ${stillUsed})`)
      .returning(["audit", "n"])
      .execute();
    const [audits, ns] = [old.map(({ audit }) => audit), old.map(({ n }) => n)];
    if (old.length > 0)
      await within
        .deleteFrom("snapshot_rows")
        .where(sql<boolean>`(audit, n) in (select * from unnest(${audits}::text[], ${ns}::integer[]))`)
        .execute();
    return old.length;
  });
}

const later = sql`(later.taken_at, later.n) > (snapshots.taken_at, snapshots.n)`;

const laterWhole = sql`from rollcall.snapshots later where later.audit = snapshots.audit and later.scope = 'whole' and ${later}`;

const lastComplete = sql`
  (scope = 'whole' and status = 'complete' and not exists (select ${laterWhole} and later.status = 'complete'))`;

const stillUsed = sql`
  (exists (select from rollcall.audits where id = snapshots.audit and state not in (${sql.join(endedStates)}))
    and not exists (select ${laterWhole}))`;
