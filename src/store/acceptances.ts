import { acceptancesOf } from "../core/acceptances.ts";
import type { Decision } from "../model/answer.ts";
import type { EventContent } from "../model/event.ts";
import type { Database } from "./database.ts";

type SaidEvent = Extract<EventContent, { kind: "said" }>;

/** Of a system over all its audits. @param today YYYY-MM-DD */
export async function acceptances(
  database: Database["sql"],
  { system, today }: { system: string; today: string },
): Promise<{ audit: string; key: string; decision: Decision }[]> {
  const rows = await database
    .selectFrom("events")
    .innerJoin("audits", "audits.id", "events.audit")
    .select(["events.audit", "events.payload"])
    .where("audits.system", "=", system)
    .where("events.kind", "=", "said" satisfies SaidEvent["kind"])
    .orderBy("events.audit")
    .orderBy("events.n")
    .execute();
  const said = rows.map(({ audit, payload }) => ({ audit, said: (payload as Omit<SaidEvent, "kind">).said }));
  return acceptancesOf(said, today);
}
