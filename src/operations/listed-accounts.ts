import type { WrittenPage } from "../model/api/written.ts";
import { RollcallError, usageError } from "../model/errors.ts";
import type { ListedSort } from "../model/listing.ts";
import type { Store } from "../store/store.ts";
import { type ListContext, readyListing } from "./list-reading.ts";

export interface AccountsAsked {
  audit: string;
  only: "all" | "findings" | "nobody" | "admins" | "suspended";
  sort: "worst" | "name" | "email" | "role" | "last_sign_in";
  order: "asc" | "desc";
  class?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  offset?: number | undefined;
  limit: number;
}

/** One page of the accounts of an audit's last reading. `null` = nothing was read, or its rows are kept no more. @throws RollcallError */
export async function showAccounts(context: ListContext, store: Store, asked: AccountsAsked): Promise<WrittenPage | null> {
  const { n } = await readyListing(context, store, asked.audit);
  if (n === null) return null;
  const offset = asked.cursor === undefined ? (asked.offset ?? 0) : placeOf(asked.cursor, n);
  const { sort, order, limit } = asked;
  const { items, total } = await store.listings.page({ ...queryOf(asked), sort: sorts[sort], order, offset, limit });
  return { written: items, next: offset + limit < total ? cursorAt(offset + limit, n) : null, total };
}

/** Every account that fits, worst first, each as its JSON; `null` as above. Throws a stale error where the list is read anew meanwhile. */
export async function allAccounts(
  context: ListContext,
  store: Store,
  asked: AccountsAsked,
): Promise<AsyncIterable<string> | null> {
  const { n } = await readyListing(context, store, asked.audit);
  return n === null ? null : store.listings.all(queryOf(asked));
}

const sorts: Record<AccountsAsked["sort"], ListedSort | undefined> = {
  worst: undefined,
  name: "by_name",
  email: "by_email",
  role: "by_role",
  last_sign_in: "by_sign_in",
};

function queryOf({ audit, only, class: wanted, q }: AccountsAsked) {
  const facets = [...(only === "all" ? [] : [`only:${only}`]), ...(wanted === undefined ? [] : [`class:${wanted}`])];
  return { audits: [audit], kind: "account" as const, facets, words: q };
}

/** With the reading it is a place in: in another one it would leave rows out, or show them twice. */
function cursorAt(place: number, n: number): string {
  return Buffer.from(`${place}:${n}`).toString("base64url");
}

function placeOf(cursor: string, n: number): number {
  const [, place, of] = /^(\d{1,9}):(\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (place === undefined) throw usageError("this cursor is none of ours", "take `next` of the page before, as it is");
  if (Number(of) === n) return Number(place);
  throw new RollcallError("stale", "the system was read again since the page before", "begin again, without a cursor");
}
