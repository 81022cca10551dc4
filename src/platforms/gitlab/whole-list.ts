import type { HttpClient } from "../../http/client.ts";
import { linkPages } from "../../http/paging.ts";
import { laterError } from "../../model/errors.ts";
import type { Reading } from "../platform.ts";

/** A list that moves while it is read is read again from the start, this often in all. */
const readings = 3;

export interface WholeListOptions extends Reading {
  path: string;
  query?: Record<string, string | string[]>;
  /** The key its rows differ by; left out where the same one may rightly come twice: a user at two levels. */
  key?: string;
}

/**
 * All rows of one list of GitLab, a hundred a request, along `Link` or `x-next-page`. What is asked next may rest on them, so that a
 * list that moved is noticed here: a row came twice, or there are not as many as GitLab counts (`x-total`, absent above 10,000).
 * @throws as the client does, and later error where it does not hold still
 */
export async function wholeList(client: HttpClient, options: WholeListOptions): Promise<unknown[]> {
  let moved = "";
  for (let reading = 1; reading <= readings; reading += 1) {
    const { rows, totals } = await readOnce(client, options);
    moved = repeatedIn(rows, options.key) || countedOtherwise(rows.length, totals);
    if (!moved) return rows;
  }
  throw laterError(
    `the list was still moving after ${readings} readings: ${moved}`,
    "run the audit again when nobody changes it",
  );
}

async function readOnce(client: HttpClient, { path, query, meter, signal }: WholeListOptions) {
  const rows: unknown[] = [];
  const totals: number[] = [];
  const counting: HttpClient = {
    async send(to, options) {
      const answer = await client.send(to, options);
      const total = answer.headers.get("x-total")?.trim();
      if (total && /^\d+$/.test(total)) totals.push(Number(total));
      return answer;
    },
  };
  const pages = linkPages(counting, { path, query: { ...query, per_page: "100" }, meter, signal });
  for await (const page of pages) rows.push(...page);
  return { rows, totals };
}

function repeatedIn(rows: readonly unknown[], key: string | undefined): string {
  if (key === undefined) return "";
  const seen = new Set<unknown>();
  for (const row of rows) {
    const id = (row as Record<string, unknown> | null)?.[key];
    if (id !== undefined && seen.has(id)) return `row ${String(id).slice(0, 80)} came twice`;
    seen.add(id);
  }
  return "";
}

/** A row that goes between two pages moves another past the boundary unread: then the last count alone would agree. */
function countedOtherwise(rows: number, [first, ...later]: readonly number[]): string {
  const other = later.find((total) => total !== first);
  if (other !== undefined) return `GitLab counted ${first} rows, then ${other}`;
  return first !== undefined && first !== rows ? `${rows} rows read, GitLab counts ${first}` : "";
}
