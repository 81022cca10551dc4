import type { Fault } from "../kit/faults.ts";
import type { Reply } from "../kit/server.ts";
import type { OauthToken, Rows, Switches, User, ZendeskData } from "./data.ts";
import { forbidden, json, notFound } from "./errors.ts";
import { all, paged, whole } from "./paging.ts";
import type { Caller } from "./tokens.ts";
import { deletedUsers, usersFor } from "./users.ts";
import type { Wire } from "./wire.ts";

/** One question to the API by somebody who may ask it. */
export interface Asked {
  /** As the caller wrote it, host and all: links are written with the same. */
  address: URL;
  params: URLSearchParams;
  caller: Caller;
  fault: Fault | null;
  wire: Wire;
  data: ZendeskData;
  switches: Switches;
  /** OAuth tokens, those made since the start included. */
  listedTokens(): OauthToken[];
  now(): number;
}

type Route = (asked: Asked, id: string) => Reply;

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^\/users$/, (of) => list(of, { envelope: "users", rows: usersFor(of.data.users, of.params), write: of.wire.userText })],
  [/^\/users\/count$/, (of) => count(of, usersFor(of.data.users, of.params).length)],
  [/^\/users\/me$/, (of) => user(of, { id: of.caller.userId, more: { authenticity_token: "example-csrf" } })],
  [/^\/users\/show_many$/, showMany],
  [/^\/users\/(\d+)$/, (of, id) => user(of, { id })],
  [/^\/users\/(\d+)\/identities$/, identities],
  [/^\/users\/(\d+)\/groups$/, groupsOfUser],
  [/^\/users\/(\d+)\/group_memberships$/, membershipsOfUser],
  [
    /^\/deleted_users$/,
    (of) => list(of, { envelope: "deleted_users", rows: deletedUsers(of.data.users), write: text(of.wire.deletedUser) }),
  ],
  [/^\/deleted_users\/count$/, (of) => count(of, deletedUsers(of.data.users).length)],
  [
    /^\/deleted_users\/(\d+)$/,
    (of, id) =>
      one(
        "deleted_user",
        deletedUsers(of.data.users).find((row) => row.id === id),
        of.wire.deletedUser,
      ),
  ],
  [/^\/groups$/, (of) => list(of, { envelope: "groups", rows: of.data.groups, write: text(of.wire.group) })],
  [/^\/groups\/count$/, (of) => count(of, of.data.groups.length)],
  [
    /^\/groups\/(\d+)$/,
    (of, id) =>
      one(
        "group",
        all(of.data.groups).find((row) => row.id === id),
        of.wire.group,
      ),
  ],
  [/^\/groups\/(\d+)\/memberships$/, (of, id) => memberships(of, ({ group_id }) => group_id === id)],
  [
    /^\/group_memberships$/,
    (of) => list(of, { envelope: "group_memberships", rows: of.data.memberships, write: text(of.wire.membership) }),
  ],
  [/^\/custom_roles$/, customRoles],
  [/^\/api_tokens$/, apiTokens],
  [/^\/oauth\/tokens$/, oauthTokens],
  [/^\/oauth\/tokens\/current$/, (of) => one("token", of.caller.row ?? undefined, of.wire.oauthToken)],
  [
    /^\/oauth\/clients$/,
    (of) => adminOnly(of, { envelope: "clients", rows: of.data.oauthClients, write: text(of.wire.oauthClient) }),
  ],
  [
    /^\/oauth\/global_clients$/,
    (of) => adminOnly(of, { envelope: "global_clients", rows: of.data.globalClients, write: text(of.wire.globalClient) }),
  ],
];

/** Answers a GET below `/api/v2`. */
export function answerRoute(path: string, asked: Asked): Reply {
  for (const [pattern, route] of routes) {
    const match = pattern.exec(path);
    if (match) return route(asked, match[1] ?? "");
  }
  return notFound();
}

interface List<T extends { id: string }> {
  envelope: string;
  rows: Rows<T>;
  write(row: T): string;
}

function list<T extends { id: string }>({ address, fault }: Asked, of: List<T>): Reply {
  return paged({ ...of, address, fault });
}

function adminOnly<T extends { id: string }>(asked: Asked, of: List<T>): Reply {
  return asked.caller.admin ? list(asked, of) : refused(asked);
}

function refused({ switches }: Asked): Reply {
  return forbidden(switches.errorObjects);
}

function text<T>(write: (row: T) => object): (row: T) => string {
  return (row) => JSON.stringify(write(row));
}

function one<T>(envelope: string, row: T | undefined, write: (row: T) => object): Reply {
  return row === undefined ? notFound() : json(200, { [envelope]: write(row) });
}

function user({ data, wire }: Asked, { id, more }: { id: string; more?: object }): Reply {
  return one(
    "user",
    all(data.users).find((row) => row.id === id),
    (row: User) => ({ ...wire.user(row), ...more }),
  );
}

/** Zendesk takes at most 100 ids here. Those it does not know are left out. */
function showMany({ params, data, wire, fault }: Asked): Reply {
  const ids = new Set((params.get("ids") ?? "").split(",").map((id) => id.trim()));
  if (ids.size > 100) return json(400, { error: "TooManyIds", description: "The maximum number of ids is 100" });
  const rows = all(data.users).filter(({ id }) => ids.has(id));
  return whole({
    envelope: "users",
    rows,
    write: wire.userText,
    fault,
    more: { next_page: null, previous_page: null, count: rows.length },
  });
}

/** Every user here has one address, the primary one. */
function identities(asked: Asked, id: string): Reply {
  const { data, wire } = asked;
  const rows = all(data.users).filter((row) => row.id === id && typeof row.email === "string");
  return list(asked, { envelope: "identities", rows, write: text(wire.identity) });
}

function groupsOfUser(asked: Asked, id: string): Reply {
  const { data, wire } = asked;
  const held = new Set(
    all(data.memberships)
      .filter(({ user_id }) => user_id === id)
      .map(({ group_id }) => group_id),
  );
  return list(asked, {
    envelope: "groups",
    rows: all(data.groups).filter((group) => held.has(group.id)),
    write: text(wire.group),
  });
}

/** Whoever is not there has none, and that is said so. */
function membershipsOfUser(asked: Asked, id: string): Reply {
  if (!all(asked.data.users).some((user) => user.id === id)) return notFound();
  return memberships(asked, ({ user_id }) => user_id === id);
}

function memberships(asked: Asked, chosen: (row: { user_id: string; group_id: string }) => boolean): Reply {
  const rows = all(asked.data.memberships).filter(chosen);
  return list(asked, { envelope: "group_memberships", rows, write: text(asked.wire.membership) });
}

/** From 100,000 on the count is kept for a day, and stands at 100,000 until it was made once. */
function count({ switches, now }: Asked, value: number): Reply {
  const told = switches.count ?? value;
  const exact = told < 100_000;
  const refreshed_at = exact ? new Date(now()).toISOString().replace(/\.\d+Z$/, "Z") : switches.countRefreshedAt;
  return json(200, { count: { value: exact || refreshed_at !== null ? told : 100_000, refreshed_at } });
}

function customRoles(asked: Asked): Reply {
  const { data, wire, switches, fault } = asked;
  if (switches.customRoles === "missing") return notFound();
  if (switches.customRoles === "forbidden") return refused(asked);
  const rows = all(data.customRoles);
  const more = { count: rows.length, next_page: null, previous_page: null };
  return whole({ envelope: "custom_roles", rows, write: text(wire.customRole), fault, more });
}

function apiTokens(asked: Asked): Reply {
  const { data, wire, switches, caller, params, fault } = asked;
  if (switches.apiTokens === "off") return notFound();
  if (switches.apiTokens === "forbidden" || !caller.admin) return refused(asked);
  const users = params.get("include_users") === "true" ? new Map(all(data.users).map((row) => [row.id, row])) : null;
  const write = text((token: Parameters<Wire["apiToken"]>[0]) => wire.apiToken(token, users?.get(token.user_id) ?? null));
  return whole({ envelope: "api_tokens", rows: all(data.apiTokens), write, fault });
}

/** Without `all=true` everybody sees their own, and with it an administrator everybody's. */
function oauthTokens(asked: Asked): Reply {
  const { params, caller, wire } = asked;
  const wantsAll = params.get("all") === "true";
  if (wantsAll && !caller.admin) return refused(asked);
  const client = params.get("client_id") ?? params.get("global_client_id");
  const rows = asked
    .listedTokens()
    .filter((row) => (wantsAll || row.user_id === caller.userId) && (client === null || row.client_id === client));
  return list(asked, { envelope: "tokens", rows, write: text(wire.oauthToken) });
}
