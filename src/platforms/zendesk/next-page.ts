import { platformError } from "../../model/errors.ts";

interface PageBody {
  meta?: { has_more?: boolean };
  links?: { next?: string | null };
  next_page?: string | null;
}

/**
 * Address of the next page, `null` where the answer says that this is the last. Cursor answers say `meta.has_more`; `links.next`
 * may be there on the last page too, so it decides nothing. An endpoint that answers by offset says `next_page`.
 * @throws platform error where the answer of a paged listing says neither: a list whose end is not told may be cut
 */
export function nextPage(body: unknown, paged: boolean): string | null {
  const { meta, links, next_page } = body as PageBody;
  if (meta?.has_more === false) return null;
  if (meta?.has_more === true && links?.next) return links.next;
  if (meta?.has_more === true) throw platformError("the answer says there are more rows but names no next page", again);
  if (!meta && next_page !== undefined) return next_page;
  if (!meta && !paged) return null;
  throw platformError("the answer does not say whether it is the last page", again);
}

const again = "run again; if it stays, report it as a bug";
