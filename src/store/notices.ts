import { sql, type Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** Over which the processes of one database tell each other what happened. */
export const channel = "rollcall";

export interface Notice {
  kind: "running" | "ended" | "changed";
  audit: string;
}

/** Told when the transaction is kept, and not where it is not. */
export async function noticeChanged(within: Transaction<Tables>, audit: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify({ kind: "changed", audit } satisfies Notice)})`.execute(within);
}

/** `null` where it is none of ours: the channel is anybody's of this database. */
export function noticeOf(payload: string | undefined): Notice | null {
  try {
    const { kind, audit } = JSON.parse(payload ?? "") as Partial<Notice>;
    const isOurs = (kind === "running" || kind === "ended" || kind === "changed") && typeof audit === "string";
    return isOurs ? { kind, audit } : null;
  } catch {
    return null;
  }
}
