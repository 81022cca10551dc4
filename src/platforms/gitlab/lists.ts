import { type HttpClient, HttpError } from "../../http/client.ts";
import { linkPages } from "../../http/paging.ts";
import { laterError } from "../../model/errors.ts";
import type { Reading } from "../platform.ts";

export interface ListOptions extends Reading {
  path: string;
  query?: Record<string, string>;
  /** Statuses by which GitLab says here that the token's user may not, besides 403. */
  refusals?: readonly number[];
}

/** A list that moves while it is read is read again from the start, this often in all. */
const readings = 3;

/**
 * All rows of one list, a hundred a request, along `Link` or `x-next-page`. Up to 10,000 rows GitLab says in `x-total` how many
 * there are, and that is held against what came.
 * @throws HttpError 403 for every way GitLab has to say "not you", 402 where the plan lacks the feature
 */
export async function wholeList(client: HttpClient, options: ListOptions): Promise<unknown[]> {
  let moved = "";
  for (let reading = 1; reading <= readings; reading += 1) {
    const { rows, totals } = await readList(client, options);
    moved = movedWhile(rows.length, totals);
    if (!moved) return rows;
  }
  throw laterError(
    `the list was still moving after ${readings} readings: ${moved}`,
    "run the audit again when nobody changes it",
  );
}

/** A row that goes between two pages moves another past the boundary unread: then the last count alone would agree. */
function movedWhile(rows: number, [first, ...later]: readonly number[]): string {
  const other = later.find((total) => total !== first);
  if (other !== undefined) return `GitLab counted ${first} rows, then ${other}`;
  return first !== undefined && first !== rows ? `${rows} rows read, GitLab counts ${first}` : "";
}

async function readList(client: HttpClient, options: ListOptions): Promise<{ rows: unknown[]; totals: number[] }> {
  const { path, query = {}, refusals = [], meter, signal } = options;
  const rows: unknown[] = [];
  const totals: number[] = [];
  const counting: HttpClient = {
    async send(to, sending) {
      const answer = await client.send(to, sending);
      const total = whole(answer.headers.get("x-total"));
      if (total !== null) totals.push(total);
      return answer;
    },
  };
  try {
    for await (const page of linkPages(counting, { path, query: { ...query, per_page: "100" }, meter, signal }))
      rows.push(...page);
  } catch (error) {
    throw error instanceof HttpError ? inOneWord(error, refusals) : error;
  }
  return { rows, totals };
}

function whole(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}

/**
 * GitLab words a refusal in many ways: 401 for access tokens, 400 for billable members, 404 for what is private; and a feature the
 * plan lacks is 402, or a 403 that asks for an upgrade.
 */
function inOneWord(error: HttpError, refusals: readonly number[]): HttpError {
  const { status, message, url, body, headers } = error;
  const lacksPlan = status === 403 && /\b(?:upgrade|premium|ultimate|licen[sc]e|subscription|your plan)\b/i.test(body);
  if (lacksPlan) return new HttpError("credentials", message, { status: 402, url, body, headers });
  return refusals.includes(status) ? new HttpError("credentials", message, { status: 403, url, body, headers }) : error;
}
