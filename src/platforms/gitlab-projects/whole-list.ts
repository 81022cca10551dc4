import type { HttpClient, Meter } from "../../http/client.ts";
import { linkPages } from "../../http/paging.ts";
import { laterError } from "../../model/errors.ts";

/** A list that moves while it is read is read again from the start, this often in all. */
const readings = 3;

interface Asked {
  path: string;
  query?: Record<string, string>;
  /** The key its rows differ by. */
  key?: string;
  meter: Meter;
  signal: AbortSignal;
}

/**
 * All rows of a list of GitLab. What is asked next rests on them (each project, each rule), so that a list that moved is noticed
 * here: a row came twice, or there are not as many as GitLab counts (`x-total`, absent above 10,000).
 * @throws as the client does, and later error where it does not hold still
 */
export async function wholeList(client: HttpClient, asked: Asked): Promise<unknown[]> {
  let moved = "";
  for (let reading = 1; reading <= readings; reading += 1) {
    const { rows, totals } = await readOnce(client, asked);
    moved = movedWhile(rows, totals, asked.key ?? "id");
    if (!moved) return rows;
  }
  throw laterError(
    `the list was still moving after ${readings} readings: ${moved}`,
    "run the audit again when nobody changes it",
  );
}

async function readOnce(client: HttpClient, { path, query, meter, signal }: Asked) {
  const rows: unknown[] = [];
  const totals: number[] = [];
  const counted: HttpClient = {
    async send(to, options) {
      const response = await client.send(to, options);
      const total = countIn(response.headers);
      if (total !== null) totals.push(total);
      return response;
    },
  };
  const pages = linkPages(counted, { path, query: { ...query, per_page: "100" }, meter, signal });
  for await (const page of pages) rows.push(...page);
  return { rows, totals };
}

function countIn(headers: Headers): number | null {
  const text = headers.get("x-total")?.trim();
  return text && /^\d+$/.test(text) ? Number(text) : null;
}

/** A row that goes between two pages moves another past the boundary unread: then the last count alone would agree. */
function movedWhile(rows: readonly unknown[], [total, ...later]: readonly number[], key: string): string {
  const other = later.find((count) => count !== total);
  if (other !== undefined) return `the platform counted ${total} rows, then ${other}`;
  const seen = new Set<unknown>();
  for (const row of rows) {
    const id = (row as Record<string, unknown> | null)?.[key];
    if (id !== undefined && seen.has(id)) return `row ${String(id).slice(0, 80)} came twice`;
    seen.add(id);
  }
  return total !== undefined && total !== rows.length ? `${rows.length} rows read, the platform counts ${total}` : "";
}
