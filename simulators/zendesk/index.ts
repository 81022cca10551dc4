import type { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import type { Fault, Faults } from "../kit/faults.ts";
import { showRows } from "../kit/rows.ts";
import { type Reply, type Request, type Served, serve } from "../kit/server.ts";
import { changeData, tablesOf } from "./change.ts";
import { defaultSwitches, type Switches, type ZendeskData } from "./data.ts";
import { forbidden, json, page404, throttled, unauthenticated } from "./errors.ts";
import { RateLimit } from "./rate-limit.ts";
import { answerRoute } from "./routes.ts";
import { type Caller, type Credentials, Tokens } from "./tokens.ts";
import { Wire } from "./wire.ts";

export interface ZendeskOptions {
  name: string;
  data: ZendeskData;
  credentials: Credentials;
  switches?: Partial<Switches>;
  books: Books;
  faults: Faults;
  port?: number;
  /** ms since the epoch; default: the wall clock. */
  now?(): number;
  /** For limits, which are about real seconds; default: `now`. */
  limitNow?(): number;
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

const changes = new Set(["server", "revoke", "used", "switches", "table", "set", "remove"]);

class Account implements Controlled {
  readonly switches: Switches;
  readonly #data: ZendeskData;
  readonly #tokens: Tokens;
  readonly #limit: RateLimit;
  readonly #now: () => number;
  readonly #limitNow: () => number;
  /** One for each address the account is asked at: rows carry it. */
  readonly #wires = new Map<string, Wire>();

  constructor({ data, credentials, switches, now, limitNow }: ZendeskOptions) {
    this.switches = { ...defaultSwitches, ...switches };
    this.#data = data;
    this.#now = now ?? Date.now;
    this.#limitNow = limitNow ?? this.#now;
    this.#tokens = new Tokens({ credentials, switches: this.switches, data, now: this.#now });
    this.#limit = new RateLimit(this.switches);
  }

  change(state: Record<string, unknown>): void {
    const switches = (state.switches ?? {}) as Record<string, unknown>;
    const unknown =
      Object.keys(state).find((key) => !changes.has(key)) ?? Object.keys(switches).find((key) => !(key in defaultSwitches));
    if (unknown !== undefined) throw new Error(`a Zendesk account has no ${unknown} to change`);
    if (state.revoke === true) this.#tokens.revokeAll();
    if (typeof state.used === "number") this.#limit.use(state.used);
    Object.assign(this.switches, switches);
    changeData(this.#data, state);
    this.#wires.clear();
  }

  show(table: string): readonly object[] {
    return showRows(tablesOf(this.#data), table);
  }

  answer(request: Request, fault: Fault | null): Reply {
    const path = request.address.pathname.replace(/\.json$/, "");
    if (path === "/oauth/tokens" && request.method === "POST") return this.#tokens.request(request);
    if (!path.startsWith("/api/v2/")) return page404();
    const { headers, wait } = this.#limit.count(this.#limitNow());
    if (wait !== null) return throttled(headers, wait);
    const caller = this.#tokens.callerOf(request.headers);
    const reply = this.#answerApi(path.slice("/api/v2".length), { request, fault, caller });
    return { ...reply, headers: { ...headers, ...reply.headers }, who: caller?.who ?? null };
  }

  #answerApi(path: string, asked: { request: Request; fault: Fault | null; caller: Caller | null | undefined }): Reply {
    const { request, fault, caller } = asked;
    if (caller === undefined) return unauthenticated(/^bearer/i.test(request.headers.get("authorization") ?? ""));
    if (caller === null) return path === "/users/me" ? json(200, { user: anonymous }) : unauthenticated(false);
    // An audit reads. Whoever writes here has a fault, and is told so in the loudest way there is.
    if (request.method !== "GET" && request.method !== "HEAD") return json(500, { error: "this simulated account is read-only" });
    if (!opens(caller.scopes, path)) return forbidden(this.switches.errorObjects);
    const { address } = request;
    return answerRoute(path, {
      address,
      params: address.searchParams,
      caller,
      fault,
      wire: this.#wireAt(address.origin),
      data: this.#data,
      switches: this.switches,
      listedTokens: () => this.#tokens.listed(),
      now: this.#now,
    });
  }

  #wireAt(origin: string): Wire {
    const known = this.#wires.get(origin) ?? new Wire(origin);
    this.#wires.set(origin, known);
    return known;
  }
}

/** A stranger is answered 200 here, as this. */
const anonymous = { id: null, name: "Anonymous user", email: "invalid@example.com", role: "end-user" };

/** `read` opens every GET, `write` none; of the scopes of one resource only that of users stands for anything an audit reads. */
function opens(scopes: readonly string[], path: string): boolean {
  if (scopes.includes("read")) return true;
  return scopes.includes("users:read") && /^\/users(\/(count|me|show_many|\d+))?$/.test(path);
}
