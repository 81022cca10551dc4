import { sql, type Transaction } from "kysely";
import { canonicalJson } from "../model/json.ts";
import type { Intent, MemoryChange, StoredAudit } from "../model/memory.ts";
import { addEvents } from "./events.ts";
import { noticeChanged } from "./notices.ts";
import { lockAudit, nextNumber } from "./numbers.ts";
import type { Tables } from "./tables.ts";
import { digestOf } from "./text.ts";

/** Intents first, so that one may be made and confirmed in one change. */
export async function change(
  within: Transaction<Tables>,
  audit: string,
  { at, actor, events = [], set = {}, intend = [], confirm = [] }: MemoryChange,
): Promise<void> {
  await lockAudit(within, audit);
  await keepIntents(within, audit, intend);
  if (confirm.length > 0) await confirmIntents(within, audit, { at, ids: confirm });
  const row = rowOf(set);
  if (Object.keys(row).length > 0) await within.updateTable("audits").set(row).where("id", "=", audit).execute();
  await addEvents(
    within,
    audit,
    events.map((event) => ({ ...event, at, actor })),
  );
  await noticeChanged(within, audit);
}

async function keepIntents(within: Transaction<Tables>, audit: string, intents: readonly Intent[]): Promise<void> {
  if (intents.length === 0) return;
  const first = await nextNumber(within, "intents", audit);
  const digests = intents.map(({ id }) => digestOf(id));
  const ns = intents.map((_, index) => first + index);
  const ids = intents.map(({ id }) => canonicalJson(id));
  const ats = intents.map(({ at }) => at);
  const contents = intents.map(({ content }) => canonicalJson(content ?? null));
  await within
    .insertInto("intents")
    .columns(["audit", "id_sha256", "n", "id", "at", "content"])
    .expression(
      sql`select ${audit}, * from unnest(${digests}::text[], ${ns}::integer[], ${ids}::json[], ${ats}::timestamptz[], ${contents}::json[])`,
    )
    .onConflict((on) => on.doNothing())
    .execute();
}

async function confirmIntents(
  within: Transaction<Tables>,
  audit: string,
  { at, ids }: { at: string; ids: readonly string[] },
): Promise<void> {
  await within
    .updateTable("intents")
    .set({ confirmed_at: at })
    .where("audit", "=", audit)
    .where(sql<boolean>`id_sha256 = any(${ids.map(digestOf)}::text[])`)
    .where("confirmed_at", "is", null)
    .execute();
}

function rowOf({ state, issue, dueAt }: NonNullable<MemoryChange["set"]>): Partial<Tables["audits"]> {
  return {
    ...(state === undefined ? {} : { state }),
    ...(dueAt === undefined ? {} : { due_at: dueAt }),
    ...(issue === undefined ? {} : issueOf(issue)),
  };
}

function issueOf(issue: StoredAudit["issue"]): Pick<Tables["audits"], "issue_url" | "issue_iid"> {
  return { issue_url: issue?.url ?? null, issue_iid: issue?.iid ?? null };
}
