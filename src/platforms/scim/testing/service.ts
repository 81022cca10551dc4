import { type Handler, json, type Loopback, listen } from "../../../http/testing/loopback.ts";
import type { SystemConfig } from "../../../model/config.ts";
import { Secret } from "../../../model/secret.ts";
import type { Connection, Listing } from "../../platform.ts";
import { scim } from "../index.ts";
import { type ScimSettings, scimSettings } from "../settings.ts";

type Resource = { id?: string } & Record<string, unknown>;

/** Settings as rollcall.yaml would give them. */
export function settings(more: Record<string, unknown> = {}): ScimSettings {
  const given = { url: "https://example.test/scim/v2", auth: { token: "example-token-1234" }, ...more };
  return scimSettings.parse(given);
}

export function system(more: Record<string, unknown> = {}, rosterKey: string | null = null): SystemConfig {
  return { id: "lab", rosterKey, settings: settings(more) } as unknown as SystemConfig;
}

/** Answers each list by what is given for it, paged as asked for, one resource by its id, or by a handler of its own. */
export function service(lists: Record<string, Resource[] | Handler>): Handler {
  return (response, request, n) => {
    const { pathname, searchParams } = new URL(request.path, "http://x.test");
    const [, list = "", id] = /^(\/\w+)(?:\/(.+))?$/.exec(pathname) ?? [];
    const given = lists[pathname] ?? lists[list] ?? [];
    if (typeof given === "function") return given(response, request, n);
    if (id !== undefined) return json(response, given.find((one) => one.id === decodeURIComponent(id)) ?? {});
    const start = Number(searchParams.get("startIndex")) - 1;
    const page = given.slice(start, start + Number(searchParams.get("count")));
    json(response, { totalResults: given.length, startIndex: start + 1, itemsPerPage: page.length, Resources: page });
  };
}

export interface Connected extends Loopback {
  connection: Connection;
  slept: number[];
  listing(name: string): Listing;
}

export async function connected(handler: Handler, more: Record<string, unknown> = {}): Promise<Connected> {
  const server = await listen(handler);
  const slept: number[] = [];
  let time = Date.parse("2026-11-22T12:00:00Z");
  const clock = {
    now: () => time,
    async sleep(ms: number) {
      slept.push(ms);
      time += ms;
    },
  };
  const given = { ...settings(more), url: server.base, auth: { token: new Secret("example-token-1234") } };
  const connection = scim.connect({ ...system(), settings: given }, { rate: 1, clock });
  const listing = (name: string) => {
    const found = connection.listings.find((one) => one.name === name);
    if (!found) throw new Error(`no listing ${name}`);
    return found;
  };
  return { ...server, connection, slept, listing };
}
