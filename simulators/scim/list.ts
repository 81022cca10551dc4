import type { Fault } from "../kit/faults.ts";
import type { Reply } from "../kit/server.ts";
import type { Switches } from "./data.ts";
import { failure, scim } from "./errors.ts";
import type { Resource } from "./wire.ts";

interface Listed {
  resources: readonly Resource[];
  query: URLSearchParams;
  fault: Fault | null;
  switches: Switches;
  /** Answers given so far: a list that moves has another length each time. */
  answered: number;
}

/** A page by `startIndex`, which counts from 1, and `count` (RFC 7644 §3.4.2.4). */
export function listed({ resources, query, fault, switches, answered }: Listed): Reply {
  const filter = query.get("filter");
  const matching = filter === null ? resources : filtered(resources, filter);
  if (matching === null) return failure(400, "The specified filter is not supported", { scimType: "invalidFilter" });
  const [startIndex, count] = [whole(query.get("startIndex"), 1), whole(query.get("count"), switches.longest)];
  if (startIndex === null || count === null)
    return failure(400, "startIndex and count must be integers", { scimType: "invalidValue" });
  const start = fault?.kind === "same-cursor" || fault?.kind === "repeat-page" ? 0 : Math.max(1, startIndex) - 1;
  const size = Math.min(Math.max(0, count), switches.longest);
  const page = struck(matching.slice(start, start + size), { fault, previous: matching[start - 1] });
  const total = matching.length + (switches.moving ? answered % 2 : 0);
  return scim(200, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: switches.asText ? String(total) : total,
    startIndex: start + 1,
    itemsPerPage: page.length,
    // Not written where there is nobody to list.
    ...(page.length > 0 ? { Resources: page } : {}),
  });
}

/** The list as it looks while somebody changes it: a row slips to the next page, or is gone. */
function struck(
  page: readonly Resource[],
  { fault, previous }: { fault: Fault | null; previous: Resource | undefined },
): readonly Resource[] {
  const [first] = page;
  if (fault?.kind === "repeat-row" && first) return [previous ?? first, ...page].slice(0, Math.max(2, page.length));
  return fault?.kind === "drop-row" ? page.slice(1) : page;
}

function whole(text: string | null, otherwise: number): number | null {
  if (text === null) return otherwise;
  return /^-?\d+$/.test(text) ? Number(text) : null;
}

/** `eq` on a few attributes is all many services know. `null` for any other filter. */
function filtered(resources: readonly Resource[], filter: string): readonly Resource[] | null {
  const [, attribute = "", text, flag] =
    /^(userName|displayName|externalId|active) eq (?:"([^"]*)"|(true|false))$/i.exec(filter) ?? [];
  const name = ["userName", "displayName", "externalId", "active"].find((one) => one.toLowerCase() === attribute.toLowerCase());
  if (name === undefined) return null;
  const wanted = (text ?? flag ?? "").toLowerCase();
  return resources.filter((one) => String(one[name] ?? "").toLowerCase() === wanted);
}

/** The attributes that are asked for, or all but those that are not wanted (RFC 7644 §3.9); `id` and `schemas` always. */
export function selected(resource: Resource, query: URLSearchParams): Resource {
  const [wanted, unwanted] = [names(query.get("attributes")), names(query.get("excludedAttributes"))];
  const kept = Object.entries(resource).filter(([name]) => {
    const known = name.toLowerCase();
    if (known === "id" || known === "schemas") return true;
    return (wanted.size === 0 || wanted.has(known)) && !unwanted.has(known);
  });
  return Object.fromEntries(kept) as Resource;
}

export function asksFor(query: URLSearchParams, attribute: string): boolean {
  return names(query.get("attributes")).has(attribute.toLowerCase());
}

function names(list: string | null): Set<string> {
  return new Set((list ?? "").split(",").flatMap((name) => name.trim().toLowerCase() || []));
}
