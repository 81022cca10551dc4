import type { ClientBase } from "pg";
import { linkDigest, payloadDigest } from "../core/chain.ts";
import { sha256 } from "./text.ts";

interface OldEvent {
  audit: string;
  n: number;
  at: string;
  kind: string;
  actor: string;
  payload: unknown;
}

/** How many are held at once. */
const atOnce = 1000;

/** Chains the events of before there were chains, as they stand. Belongs to one migration: it writes the table as that one made it. */
export async function chainOldEvents(client: ClientBase): Promise<void> {
  let last: { audit: string; n: number; head: string | null } = { audit: "", n: 0, head: null };
  for (;;) {
    const { rows } = await client.query<OldEvent>(
      `select audit, n, at, kind, actor, payload from rollcall.events
        where (audit collate "C", n) > ($1, $2) order by audit collate "C", n limit ${atOnce}`,
      [last.audit, last.n],
    );
    if (rows.length === 0) break;
    const chained = rows.map((event) => {
      const payloadSha256 = payloadDigest(event, sha256);
      const previous = event.audit === last.audit ? last.head : null;
      const head = linkDigest({ ...event, previous, at: new Date(event.at).toISOString(), payloadSha256 }, sha256);
      last = { audit: event.audit, n: event.n, head };
      return { payloadSha256, head };
    });
    await client.query(
      `update rollcall.events set payload_sha256 = chained.payload, sha256 = chained.head
        from unnest($1::text[], $2::integer[], $3::text[], $4::text[]) as chained (audit, n, payload, head)
        where events.audit = chained.audit and events.n = chained.n`,
      [
        rows.map(({ audit }) => audit),
        rows.map(({ n }) => n),
        chained.map(({ payloadSha256 }) => payloadSha256),
        chained.map(({ head }) => head),
      ],
    );
  }
  await client.query(`
    alter table rollcall.events
      alter payload_sha256 set not null,
      alter sha256 set not null;
    create trigger only_redacted before update on rollcall.events
      for each row execute function rollcall.refuse_all_but_redaction();
    create trigger only_added before delete or truncate on rollcall.events
      for each statement execute function rollcall.refuse_change();`);
}
