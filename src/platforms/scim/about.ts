import type { HttpClient } from "../../http/client.ts";
import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import type { Row } from "../../model/source.ts";
import { eachOf, orGone, restsOnSome } from "../about.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import * as shapes from "./shapes.ts";

/**
 * Users by their ids, one request each (RFC 7644 §3.4.1); one that is gone is a 404 with a SCIM error (§3.12). Where the configuration
 * filters users, only the list tells whether somebody still is one of them.
 */
export function someUsers(client: HttpClient): NonNullable<Listing["about"]> {
  const ask = async (id: string, { meter, signal }: Reading): Promise<Row[]> => {
    const body = (await client.send(`/Users/${encodeURIComponent(id)}`, { meter, signal })).json();
    return keepRows("users", [body], shapes.user);
  };
  return {
    requests: (ids) => ids.length,
    // A server names whom it does not have (§3.12); one that only says "not found" may mean the address.
    rows: (ids, reading) => eachOf(ids, (id) => orGone(naming(id), () => ask(id, reading))),
  };
}

function naming(id: string): RegExp {
  return new RegExp(id.replace(/[^\w]/g, "\\$&"));
}

/** Lists that are held against each other are read together: a user who left a group since would make it look cut. */
export function restsOn(): (finding: Finding, sources: readonly string[]) => Rests {
  return ({ account }, sources) => {
    if (sources.includes("groups")) return restsOnSome(["users", "groups"], {});
    return restsOnSome(sources, { users: account ? [account.id] : null });
  };
}
