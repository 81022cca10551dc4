import type { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import type { Fault, Faults } from "../kit/faults.ts";
import { type Reply, type Request, type Served, serve } from "../kit/server.ts";
import { changeData } from "./change.ts";
import { defaultSwitches, type Rows, type Switches, type ZendeskData } from "./data.ts";
import { forbidden, json, notFound, page404, throttled, unauthenticated } from "./errors.ts";
import { paged } from "./paging.ts";
import { RateLimit } from "./rate-limit.ts";
import { type Caller, type Credentials, Tokens } from "./tokens.ts";
import { usersFor } from "./users.ts";
import { Wire } from "./wire.ts";

export interface ZendeskOptions {
  name: string;
  data: ZendeskData;
  credentials: Credentials;
  switches?: Partial<Switches>;
  books: Books;
  faults: Faults;
  port?: number;
}

/** One simulated Zendesk account, and what the control may change of it. */
export async function startZendesk(options: ZendeskOptions): Promise<Served & { controlled: Controlled }> {
  const account = new Account(options);
  const served = await serve({
    ...options,
    latency: () => account.switches.latency,
    answer: (request, fault) => account.answer(request, fault),
  });
  return { ...served, controlled: account };
}

interface Asked {
  request: Request;
  caller: Caller;
  fault: Fault | null;
  wire: Wire;
}

class Account implements Controlled {
  readonly switches: Switches;
  readonly #data: ZendeskData;
  readonly #tokens: Tokens;
  readonly #limit: RateLimit;

  constructor({ data, credentials, switches }: ZendeskOptions) {
    this.switches = { ...defaultSwitches, ...switches };
    this.#data = data;
    this.#tokens = new Tokens(credentials, this.switches);
    this.#limit = new RateLimit(this.switches);
  }

  change(state: Record<string, unknown>): void {
    if (state.revoke === true) this.#tokens.revokeAll();
    if (typeof state.used === "number") this.#limit.use(state.used);
    if (state.switches) Object.assign(this.switches, state.switches);
    changeData(this.#data, state);
  }

  answer(request: Request, fault: Fault | null): Reply {
    const path = request.address.pathname.replace(/\.json$/, "");
    if (path === "/oauth/tokens" && request.method === "POST") return this.#tokens.request(request);
    if (!path.startsWith("/api/v2/")) return page404();
    const { headers, wait } = this.#limit.count(Date.now());
    if (wait !== null) return throttled(headers, wait);
    const reply = this.#answerApi(path.slice("/api/v2".length), request, fault);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }

  #answerApi(path: string, request: Request, fault: Fault | null): Reply {
    const caller = this.#tokens.callerOf(request.headers);
    if (caller === undefined) return unauthenticated(/^bearer/i.test(request.headers.get("authorization") ?? ""));
    if (caller === null) return path === "/users/me" ? json(200, { user: anonymous }) : unauthenticated(false);
    if (!caller.scopes.some((scope) => scope === "read" || scope === "write")) return this.#forbidden();
    // An audit reads. Whoever writes here has a fault, and is told so in the loudest way there is.
    if (request.method !== "GET") return json(500, { error: "this simulated account is read-only" });
    return this.#listing(path, { request, caller, fault, wire: new Wire(request.address.origin) });
  }

  #listing(path: string, asked: Asked): Reply {
    const { wire } = asked;
    const data = this.#data;
    const params = asked.request.address.searchParams;
    switch (path) {
      case "/users":
        return this.#page("users", usersFor(data.users, params), { ...asked, as: wire.user });
      case "/users/count":
        return this.#count(usersFor(data.users, params).length);
      case "/users/me":
        return this.#user(asked.caller.userId, asked);
      case "/groups":
        return this.#page("groups", data.groups, { ...asked, as: wire.group });
      case "/groups/count":
        return json(200, { count: { value: data.groups.length, refreshed_at: null } });
      case "/group_memberships":
        return this.#page("group_memberships", data.memberships, { ...asked, as: wire.membership });
      case "/custom_roles":
        return this.#customRoles(asked);
      case "/api_tokens":
        return this.#apiTokens(asked);
      case "/oauth/tokens":
        return this.#adminOnly(() => this.#oauthTokens(asked));
      case "/oauth/tokens/current":
        return asked.caller.row ? json(200, { token: wire.oauthToken(asked.caller.row) }) : notFound();
      case "/oauth/clients":
        return this.#adminOnly(() => this.#page("clients", data.oauthClients, { ...asked, as: wire.oauthClient }));
      case "/oauth/global_clients":
        return this.#adminOnly(() => this.#page("global_clients", data.globalClients, { ...asked, as: wire.globalClient }));
      default:
        return this.#one(path, asked);
    }
  }

  #one(path: string, asked: Asked): Reply {
    const user = /^\/users\/(\d+)$/.exec(path)?.[1];
    if (user) return this.#user(user, asked);
    const of = /^\/users\/(\d+)\/group_memberships$/.exec(path)?.[1];
    if (!of) return notFound();
    const held = rowsOf(all(this.#data.memberships).filter(({ user_id }) => user_id === of));
    return this.#page("group_memberships", held, { ...asked, as: asked.wire.membership });
  }

  #page<T>(envelope: string, rows: Rows<T>, asked: Asked & { as(row: T): object }): Reply {
    return paged({ rows, envelope, wire: asked.as, address: asked.request.address, fault: asked.fault });
  }

  #user(id: string, { wire }: Asked): Reply {
    const user = all(this.#data.users).find((one) => one.id === id);
    return user ? json(200, { user: wire.user(user) }) : notFound();
  }

  #count(value: number): Reply {
    const told = this.switches.count ?? value;
    // Above 100,000 the count is cached, and stays at 100,000 until it has been made once.
    return json(200, { count: { value: Math.min(told, 100_000), refreshed_at: told < 100_000 ? "2026-11-22T00:00:00Z" : null } });
  }

  #customRoles({ wire }: Asked): Reply {
    if (this.switches.customRoles === "missing") return notFound();
    if (this.switches.customRoles === "forbidden") return this.#forbidden();
    const roles = all(this.#data.customRoles);
    return json(200, { custom_roles: roles.map(wire.customRole), count: roles.length, next_page: null, previous_page: null });
  }

  #apiTokens({ wire }: Asked): Reply {
    if (this.switches.apiTokens === "off") return notFound();
    if (this.switches.apiTokens === "forbidden" || this.switches.role !== "admin") return this.#forbidden();
    return json(200, { api_tokens: all(this.#data.apiTokens).map(wire.apiToken) });
  }

  /** Without `all=true` everybody sees only their own. */
  #oauthTokens(asked: Asked): Reply {
    const { searchParams } = asked.request.address;
    const listed = this.#tokens.listed(this.#data.oauthTokens);
    const shown = searchParams.get("all") === "true" ? listed : listed.filter(({ user_id }) => user_id === asked.caller.userId);
    return this.#page("tokens", rowsOf(shown), { ...asked, as: asked.wire.oauthToken });
  }

  #adminOnly(answer: () => Reply): Reply {
    return this.switches.role === "admin" ? answer() : this.#forbidden();
  }

  #forbidden(): Reply {
    return forbidden(this.switches.errorObjects);
  }
}

/** A stranger is answered 200 here, as this. */
const anonymous = { id: null, name: "Anonymous user", email: "invalid@example.com", role: "end-user" };

function all<T>(rows: Rows<T>): T[] {
  return Array.from({ length: rows.length }, (_, index) => rows.at(index)).filter((row) => row !== undefined);
}

function rowsOf<T>(rows: T[]): Rows<T> {
  return rows;
}
