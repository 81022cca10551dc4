import type { HttpClient } from "../../http/client.ts";
import { cursorPages } from "../../http/paging.ts";
import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import type { KeptRows, Row } from "../../model/source.ts";
import { credentialRows, eachOf, inBatches, orGone, restsOnSome } from "../about.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows, listIn } from "../rows.ts";
import { nextPage } from "./next-page.ts";
import * as shapes from "./shapes.ts";

/** Ids that `show_many` takes at once. */
const atOnce = 100;

/** Users by their ids; whoever is no agent any more is not in the listing either. */
export function someUsers(client: HttpClient): NonNullable<Listing["about"]> {
  const ask = async (ids: readonly string[], reading: Reading): Promise<Row[]> => {
    const query = { ids: ids.join(",") };
    const { meter, signal } = reading;
    const body = (await client.send("/api/v2/users/show_many", { query, meter, signal })).json();
    const rows = keepRows("users", listIn("users", body, "users"), shapes.user) as unknown as shapes.UserRow[];
    return rows.filter(({ role, active }) => role !== "end-user" && active !== false) as unknown as Row[];
  };
  return {
    requests: (ids) => Math.ceil(ids.length / atOnce),
    rows: (ids, reading) => eachOf(inBatches(ids, atOnce), (batch) => ask(batch, reading)),
  };
}

/** The groups a user is in, one request each. Zendesk drops the memberships of whoever is deleted. */
export function membershipsOfUsers(client: HttpClient): NonNullable<Listing["about"]> {
  const ask = async (id: string, reading: Reading): Promise<Row[]> => {
    const rows: Row[] = [];
    const path = `/api/v2/users/${encodeURIComponent(id)}/group_memberships`;
    const pages = cursorPages(client, {
      path,
      query: { "page[size]": "100" },
      rows: (body) => listIn("group-memberships", body, "group_memberships"),
      next: (body) => nextPage(body, true),
      meter: reading.meter,
      signal: reading.signal,
    });
    for await (const page of pages) rows.push(...keepRows("group-memberships", page, shapes.groupMembership));
    return rows;
  };
  return {
    by: "user_id",
    requests: (ids) => ids.length,
    rows: (ids, reading) => eachOf(ids, (id) => orGone(/RecordNotFound/, () => ask(id, reading))),
  };
}

const credentials = ["api-tokens", "oauth-tokens", "oauth-clients"];

/** A finding about an account rests on its own rows; one about a credential on that one's list, and on whose it is. */
export function restsOn(rows: KeptRows): (finding: Finding, sources: readonly string[]) => Rests {
  const rowOf = credentialRows(rows, credentials);
  return (finding, sources) => {
    const { account, credential } = finding;
    if (account) return restsOnSome(sources, { users: [account.id], "group-memberships": [account.id] });
    if (!credential) return restsOnSome(sources, {});
    const { user_id, assigned_user_id } = (rowOf(finding) ?? {}) as { user_id?: unknown; assigned_user_id?: unknown };
    const people = [user_id, assigned_user_id].flatMap((id) => (typeof id === "string" ? [id] : []));
    const others = [...credentials, "global-oauth-clients"].filter((name) => name !== finding.source);
    return restsOnSome(sources, { users: people, ...Object.fromEntries(others.map((name) => [name, []])) });
  };
}
