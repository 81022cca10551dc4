import { z } from "zod";

/** Pieces several answers of the API are made of. Keys are snake_case, times ISO 8601, days YYYY-MM-DD; `null` = nobody knows, or there is none. */

export const time = z.string().meta({ description: "ISO 8601 time", examples: ["2026-11-22T09:00:00.000Z"] });
export const day = z.string().meta({ description: "YYYY-MM-DD", examples: ["2026-11-22"] });
export const auditId = z.string().meta({ description: "An audit: system/period", examples: ["zendesk-global/FY27-Q4"] });
export const ref = z.string().meta({ description: "A finding, short and stable within its audit", examples: ["F12"] });
export const severity = z.enum(["critical", "high", "medium", "low"]);
export const auditState = z.enum(["draft", "following-up", "in-review", "closed", "waived", "cancelled"]);
export const auditStatus = z.enum(["complete", "incomplete", "failed"]);
export const count = z.number().int();

export const stepName = z
  .enum(["ask", "escalate", "tell", "decide", "decide-late", "remind", "review", "carry-over"])
  .meta({ description: "A step of the follow-up's ladder" });

export const bySeverity = z.object({ critical: count, high: count, medium: count, low: count });

export const issue = z.object({ url: z.string(), iid: count });

/** Somebody by name; `id` where the roster has them: it leads to their page. */
export const named = z.object({ id: z.string().nullable(), name: z.string().nullable(), email: z.string().nullable() });

export const unreadSource = z
  .object({ source: z.string(), status: z.enum(["unavailable", "failed"]), reason: z.string().nullable() })
  .meta({ id: "UnreadSource", description: "A listing nobody could look at, and why" });

/**
 * One person on one system, as one letter: `c` `h` `m` `l` the worst open finding, `a` something wrong that is accepted, `o` access
 * and nothing wrong, `n` no access and none due, `u` nobody could look.
 */
export const mark = z.enum(["c", "h", "m", "l", "a", "o", "n", "u"]);
export type Mark = z.infer<typeof mark>;

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: "Cursor of the next page; null at the end" }),
    total: count.meta({ description: "Items over all pages, with these filters" }),
  });
}

/** What every list takes. */
export const paging = {
  cursor: z.string().max(1000).optional().meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  q: z.string().max(200).optional().meta({ description: "Words to search for: all must be there" }),
};
