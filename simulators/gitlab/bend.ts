import type { Fault } from "../kit/faults.ts";
import type { Page } from "./paging.ts";

/** A page of a list as a fault bends it: a row twice or missing, a next page that is this one again or on another host. */
export function bend<T>(page: Page<T>, fault: Fault | null, address: URL): Page<T> {
  const { rows, headers } = page;
  switch (fault?.kind) {
    case "repeat-row":
      return { rows: [...rows, ...rows.slice(0, 1)], headers };
    case "drop-row":
      return { rows: rows.slice(1), headers };
    case "repeat-page":
    case "same-cursor":
      return { rows, headers: { ...withNext(headers, address.href), "X-Next-Page": headers["X-Page"] ?? "" } };
    case "foreign-next":
      return { rows, headers: withNext(headers, fault.to ?? "https://elsewhere.test/api/v4/projects") };
    default:
      return page;
  }
}

function withNext(headers: Record<string, string>, to: string): Record<string, string> {
  const others = (headers.Link ?? "").split(", ").filter((link) => link !== "" && !link.includes('rel="next"'));
  return { ...headers, Link: [`<${to}>; rel="next"`, ...others].join(", ") };
}
