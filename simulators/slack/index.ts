import type { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import type { Fault, Faults } from "../kit/faults.ts";
import { type Reply, type Request, type Served, serve } from "../kit/server.ts";

export interface SlackMember {
  id: string;
  name: string;
  /** `null` = none: bots have none. */
  email: string | null;
  deleted?: boolean;
  bot?: boolean;
}

/** A message as the workspace keeps it. */
export interface SlackMessage {
  ts: string;
  text: string;
  metadata: { event_type: string; event_payload: Record<string, unknown> } | null;
}

export interface SlackOptions {
  name?: string;
  token: string;
  members: SlackMember[];
  /** Epoch milliseconds: what `ts` is told by. */
  now?: () => number;
  books: Books;
  faults: Faults;
}

const allScopes = ["users:read", "users:read.email", "im:write", "chat:write", "im:history"];

interface Switches {
  scopes: string[];
  /** Requests that are answered before one is told to wait; null = as many as come. */
  until429: number | null;
  tokenRevoked: boolean;
  /** A message is taken, and the answer to it is that something broke. */
  breaksAfterPost: boolean;
}

/** A simulated Slack workspace with one bot: every answer is HTTP 200 but for 429, and says `ok` or not. */
export async function startSlack(options: SlackOptions): Promise<Served & { controlled: Controlled; workspace: Workspace }> {
  const workspace = new Workspace(options);
  const served = await serve({
    name: options.name ?? "slack",
    books: options.books,
    faults: options.faults,
    latency: () => 0,
    answer: (request, fault) => workspace.answer(request, fault),
  });
  return { ...served, controlled: workspace, workspace };
}

type Arguments = Record<string, string>;

export class Workspace implements Controlled {
  readonly switches: Switches = { scopes: allScopes, until429: null, tokenRevoked: false, breaksAfterPost: false };
  /** By conversation. */
  readonly messages = new Map<string, SlackMessage[]>();
  readonly #options: SlackOptions;
  #last = 0;

  constructor(options: SlackOptions) {
    this.#options = options;
  }

  change({ switches, member, forget }: Record<string, unknown>): void {
    if (forget) this.messages.clear();
    if (switches) Object.assign(this.switches, switches);
    if (!member) return;
    const given = member as Partial<SlackMember> & { id: string };
    const found = this.#options.members.find(({ id }) => id === given.id);
    if (!found) throw new Error(`no member ${given.id}`);
    Object.assign(found, given);
  }

  /** What was delivered, to whom. */
  books(): Record<string, unknown> {
    const delivered = [...this.messages].flatMap(([channel, list]) =>
      list.map((message) => ({ to: this.#memberOf(channel), ...message })),
    );
    return { delivered };
  }

  answer(request: Request, _fault: Fault | null): Reply {
    const method = /^\/api\/([\w.]+)$/.exec(request.address.pathname)?.[1];
    if (method === undefined)
      return { status: 404, headers: { "Content-Type": "text/html" }, body: "<html><title>Slack</title></html>" };
    if (this.switches.until429 !== null) {
      if (this.switches.until429 <= 0) {
        this.switches.until429 = null;
        return reply({ ok: false, error: "ratelimited" }, { status: 429, headers: { "Retry-After": "1" } });
      }
      this.switches.until429 -= 1;
    }
    const authorization = request.headers.get("authorization");
    if (authorization === null) return reply({ ok: false, error: "not_authed" });
    if (authorization !== `Bearer ${this.#options.token}`) return reply({ ok: false, error: "invalid_auth" });
    if (this.switches.tokenRevoked) return reply({ ok: false, error: "token_revoked" });
    const headers = { "x-oauth-scopes": this.switches.scopes.join(",") };
    return reply(this.#call(method, argumentsOf(request)), { headers });
  }

  #call(method: string, given: Arguments): Record<string, unknown> {
    switch (method) {
      case "auth.test":
        return {
          ok: true,
          url: "https://acme.slack.test/",
          team: "Acme",
          user: "rollcall",
          team_id: "T00ACME",
          user_id: "U0BOT",
          bot_id: "B0BOT",
        };
      case "users.lookupByEmail":
        return this.#scoped("users:read.email", () => this.#lookup(given.email ?? ""));
      case "conversations.open":
        return this.#scoped("im:write", () => this.#open(given.users ?? ""));
      case "chat.postMessage":
        return this.#scoped("chat:write", () => this.#post(given));
      case "conversations.history":
        return this.#scoped("im:history", () => this.#history(given));
      default:
        return { ok: false, error: "unknown_method", req_method: method };
    }
  }

  #scoped(scope: string, act: () => Record<string, unknown>): Record<string, unknown> {
    const { scopes } = this.switches;
    return scopes.includes(scope) ? act() : { ok: false, error: "missing_scope", needed: scope, provided: scopes.join(",") };
  }

  #lookup(email: string): Record<string, unknown> {
    const member = this.#options.members.find((one) => one.email === email.toLowerCase() && !one.deleted);
    if (!member) return { ok: false, error: "users_not_found" };
    return {
      ok: true,
      user: { id: member.id, team_id: "T00ACME", name: member.name, deleted: false, is_bot: member.bot ?? false },
    };
  }

  #open(id: string): Record<string, unknown> {
    if (id === "") return { ok: false, error: "users_list_not_supplied" };
    const member = this.#options.members.find((one) => one.id === id);
    if (!member) return { ok: false, error: "user_not_found" };
    if (member.deleted) return { ok: false, error: "user_disabled" };
    if (member.bot) return { ok: false, error: "cannot_dm_bot" };
    const channel = `D${id.slice(1)}`;
    const isOpen = this.messages.has(channel);
    if (!isOpen) this.messages.set(channel, []);
    return { ok: true, ...(isOpen ? { no_op: true, already_open: true } : {}), channel: { id: channel } };
  }

  #post({ channel = "", text = "", metadata }: Arguments): Record<string, unknown> {
    const list = this.messages.get(channel);
    if (!list) return { ok: false, error: "channel_not_found" };
    if (text === "") return { ok: false, error: "no_text" };
    if (text.length > 40_000) return { ok: false, error: "msg_too_long" };
    // Two in one moment have different times all the same: a time is what a message is known by.
    const now = this.#options.now?.() ?? Date.now();
    this.#last = Math.max(this.#last + 1, Math.floor(now * 1000));
    const ts = `${Math.floor(this.#last / 1_000_000)}.${String(this.#last % 1_000_000).padStart(6, "0")}`;
    const kept = metadata === undefined ? null : (JSON.parse(metadata) as SlackMessage["metadata"]);
    list.push({ ts, text, metadata: kept });
    if (this.switches.breaksAfterPost) return { ok: false, error: "internal_error" };
    return { ok: true, channel, ts, message: { type: "message", text, ts, bot_id: "B0BOT" } };
  }

  /** `latest`: only what is older, newest first. */
  #history({ channel = "", include_all_metadata: all, limit = "100", latest }: Arguments): Record<string, unknown> {
    const list = this.messages.get(channel);
    if (!list) return { ok: false, error: "channel_not_found" };
    const older = [...list].reverse().filter(({ ts }) => latest === undefined || Number(ts) < Number(latest));
    const newest = older.slice(0, Math.min(Number(limit), 999));
    const messages = newest.map(({ ts, text, metadata }) => ({
      type: "message",
      ts,
      text,
      ...(all === "true" && metadata ? { metadata } : {}),
    }));
    return { ok: true, messages, has_more: newest.length < older.length };
  }

  #memberOf(channel: string): string {
    const member = this.#options.members.find(({ id }) => `D${id.slice(1)}` === channel);
    return member?.email ?? channel;
  }
}

/** Reads take a form or a query; writes JSON as well, with a charset. */
function argumentsOf({ address, headers, body }: Request): Arguments {
  const query = Object.fromEntries(address.searchParams);
  const text = body.toString();
  if (headers.get("content-type")?.startsWith("application/json")) return { ...query, ...(JSON.parse(text) as Arguments) };
  return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
}

function reply(
  body: Record<string, unknown>,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Reply {
  return { status, headers: { "Content-Type": "application/json; charset=utf-8", ...headers }, body: JSON.stringify(body) };
}
