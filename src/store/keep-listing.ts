import { setImmediate } from "node:timers/promises";
import type { ClientBase } from "pg";
import { type ListedEntry, type Listing, listingForm } from "../model/listing.ts";
import { copyIn } from "./copy.ts";
import type { Database } from "./database.ts";
import { channel, type Notice } from "./notices.ts";
import { storableText } from "./text.ts";

interface Kept extends Listing {
  audit: string;
  n: number;
  signal: AbortSignal;
}

/** Characters handed over at once. */
const piece = 1 << 17;

/** One who is quicker with a later reading is left as they are. */
export function keepListing(database: Database, kept: Kept): Promise<void> {
  return database.apart(kept.signal, async (client) => {
    await client.query("begin");
    try {
      if (await begin(client, kept)) {
        await client.query("delete from rollcall.listed where audit = $1", [kept.audit]);
        await copyIn(client, "copy rollcall.listed from stdin", linesOf(kept));
        await client.query("select pg_notify($1, $2)", [
          channel,
          JSON.stringify({ kind: "changed", audit: kept.audit } satisfies Notice),
        ]);
      }
      await client.query("commit");
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    }
  });
}

/** From here on others wait. @returns whether this is the reading to keep */
async function begin(client: ClientBase, { audit, n, summary }: Kept): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into rollcall.listings as kept (audit, n, form, at, summary) values ($1, $2, $3, $4, $5)
     on conflict (audit) do update set n = excluded.n, form = excluded.form, at = excluded.at, summary = excluded.summary
     where kept.n <= excluded.n or kept.form <> excluded.form`,
    [audit, n, listingForm, summary.at, JSON.stringify(summary)],
  );
  return rowCount === 1;
}

/** As COPY reads them. Others have a turn between two pieces: a list may have a hundred thousand entries. */
async function* linesOf({ audit, entries, signal }: Kept): AsyncGenerator<Buffer> {
  let text = "";
  const start = escaped(audit);
  for (const entry of entries) {
    text += `${start}\t${lineOf(entry)}\n`;
    if (text.length < piece) continue;
    yield Buffer.from(text);
    text = "";
    await setImmediate();
    signal.throwIfAborted();
  }
  if (text !== "") yield Buffer.from(text);
}

function lineOf({ kind, position, person, words, facets, ranks, entry }: ListedEntry): string {
  return [
    kind,
    position,
    person === null ? "\\N" : escaped(storableText(person)),
    escaped(storableText(words)),
    escaped(`{${facets.map((facet) => quoted(storableText(facet))).join(",")}}`),
    ranks.by_name,
    ranks.by_email,
    ranks.by_role,
    ranks.by_sign_in,
    escaped(JSON.stringify(entry)),
  ].join("\t");
}

/** An element of an array, as PostgreSQL writes them. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

const special: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => special[character] ?? "") : text;
}
