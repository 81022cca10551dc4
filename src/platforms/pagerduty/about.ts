import type { HttpClient } from "../../http/client.ts";
import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import type { KeptRows, Row } from "../../model/source.ts";
import { eachOf, orGone, restsOnSome } from "../about.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { type Ahead, onlyInForce } from "./ahead.ts";
import * as shapes from "./shapes.ts";

type About = NonNullable<Listing["about"]>;

/** Of PagerDuty's own 404, and no gateway's: `{"error":{"message":"Not Found","code":2100}}`. */
const notFound = /\bNot Found\b/i;

/** Users by their ids, one request each. */
export function someUsers(client: HttpClient): About {
  const ask = async (id: string, { meter, signal }: Reading): Promise<Row[]> => {
    const query = { "include[]": ["teams"] };
    const answer = await client.send(`/users/${encodeURIComponent(id)}`, { query, meter, signal });
    return keepRows("users", [(answer.json() as { user?: unknown } | null)?.user], shapes.user);
  };
  return oneByOne(ask);
}

/** Schedules of layers by their ids, one request each: with a range the answer holds all that the list holds. */
export function someSchedules(client: HttpClient, ahead: Ahead): About {
  const ask = async (id: string, { meter, signal }: Reading): Promise<Row[]> => {
    const query = { ...ahead, time_zone: "UTC" };
    const answer = await client.send(`/schedules/${encodeURIComponent(id)}`, { query, meter, signal });
    const rows = keepRows("schedules", [(answer.json() as { schedule?: unknown } | null)?.schedule], shapes.schedule);
    return rows.map((row) => onlyInForce(row, ahead));
  };
  return oneByOne(ask);
}

/** @param ask as a listing asks for one of its rows */
export function oneByOne(ask: (id: string, reading: Reading) => Promise<Row[]>): About {
  return {
    requests: (ids) => ids.length,
    rows: (ids, reading) => eachOf(ids, (id) => orGone(notFound, () => ask(id, reading))),
  };
}

/**
 * A finding about an account rests on its row, one about a place in a rotation on that schedule's besides. Whose key it is must be
 * seen anew in any case: one that lost a right is shown less, and nothing says so. Who can be paged may be so from anywhere.
 */
export function restsOn(rows: KeptRows): (finding: Finding, sources: readonly string[]) => Rests {
  let schedules: Map<string, string> | null = null;
  const listOf = (id: string) => {
    schedules ??= new Map(
      ["schedules", "shift-schedules"].flatMap((name) => Array.from(rows.of(name), (row) => [row.id, name] as const)),
    );
    return schedules.get(id);
  };
  return ({ account, resource }, sources) => {
    const users = account ? [account.id] : null;
    const list = resource && listOf(resource.id);
    if (!resource || !list) return restsOnSome(sources, { users });
    const nothing: Record<string, string[]> = { schedules: [], "shift-schedules": [], "escalation-policies": [], "on-calls": [] };
    return restsOnSome(sources, { ...nothing, users, [list]: [resource.id] });
  };
}
