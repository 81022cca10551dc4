import type { Transaction } from "kysely";
import { RollcallError } from "../model/errors.ts";
import type { Tables } from "./tables.ts";

/** Everything of one audit is numbered from 1, by one at a time: the audit's row must be locked. */
export async function nextNumber(within: Transaction<Tables>, table: "snapshots" | "intents", audit: string): Promise<number> {
  const { last } = await within
    .selectFrom(table)
    .select((of) => of.fn.max("n").as("last"))
    .where("audit", "=", audit)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
}

/** Until the end of the transaction nobody else writes of this audit. @throws stale error where it is not there */
export async function lockAudit(within: Transaction<Tables>, audit: string): Promise<void> {
  const found = await within.selectFrom("audits").select("id").where("id", "=", audit).forUpdate().executeTakeFirst();
  if (!found)
    throw new RollcallError(
      "stale",
      `the database knows no audit ${audit}`,
      "run `rollcall follow-up`: it reads the open issues",
    );
}
