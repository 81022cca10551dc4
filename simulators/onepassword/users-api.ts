import { createHash } from "node:crypto";
import type { Fault } from "../kit/faults.ts";
import type { Reply, Request } from "../kit/server.ts";
import type { OnepasswordData, Switches, User } from "./data.ts";

/** The Users API for Partners, v1beta1, of one account. */
export class UsersApi {
  readonly #data: OnepasswordData;
  readonly #switches: Switches;
  readonly #client: { id: string; secret: string };
  /** Token → when it ends, ms since the epoch. */
  readonly #tokens = new Map<string, number>();

  constructor(of: { data: OnepasswordData; switches: Switches; client: { id: string; secret: string } }) {
    this.#data = of.data;
    this.#switches = of.switches;
    this.#client = of.client;
  }

  answer(request: Request, fault: Fault | null): Reply {
    const { address, method } = request;
    if (address.pathname === "/v1beta1/users/oauth2/token")
      return method === "POST" ? this.#token(request) : unknown(404, "NotFound");
    const bearer = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    if ((this.#tokens.get(bearer) ?? 0) <= Date.now()) return unknown(401, "Unauthenticated");
    if (method !== "GET") return unknown(500, "Internal");
    if (!request.headers.get("user-agent")?.includes("/")) return unknown(400, "InvalidArgument");
    const [, account, rest] = /^\/v1beta1\/accounts\/([^/]+)\/users(?:\/([^/]+))?$/.exec(address.pathname) ?? [];
    if (account === undefined) return unknown(404, "NotFound");
    if (account !== this.#data.account.id) return unknown(403, "PermissionDenied");
    return rest === undefined ? this.#list(address, fault) : unknown(404, "NotFound");
  }

  #token({ headers, body }: Request): Reply {
    const { id, secret } = this.#client;
    const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
    const isForm = headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
    if (headers.get("authorization") !== basic) return json(401, { error: "invalid_client" });
    if (!isForm || new URLSearchParams(body.toString()).get("grant_type") !== "client_credentials")
      return json(400, { error: "unsupported_grant_type" });
    const token = createHash("sha256").update(`example ${secret} ${this.#tokens.size} ${Date.now()}`).digest("hex");
    this.#tokens.set(token, Date.now() + this.#switches.tokenLife * 1000);
    return json(200, { access_token: token, token_type: "Bearer", expires_in: this.#switches.tokenLife });
  }

  #list({ searchParams }: URL, fault: Fault | null): Reply {
    const asked = Number(searchParams.get("max_page_size") ?? 25);
    if (!Number.isInteger(asked) || asked < 1 || asked > 1000) return unknown(400, "InvalidArgument");
    const given = searchParams.get("page_token");
    const start = given === null ? 0 : positionIn(given);
    if (start === null) return unknown(400, "InvalidArgument");
    // Whoever is only invited, and service accounts, are not shown.
    const all = this.#data.users.filter(
      ({ state, type }) => type !== "SERVICE_ACCOUNT" && !["PENDING", "DELETED"].includes(state),
    );
    const end = start + Math.min(asked, this.#switches.pageSize);
    const rows = all.slice(start, end).map((user) => this.#wire(user));
    if (fault?.kind === "repeat-row" && rows[0]) rows.unshift(rows[0]);
    if (fault?.kind === "drop-row") rows.shift();
    const isStuck = fault?.kind === "same-cursor" || fault?.kind === "repeat-page";
    const next = end < all.length ? tokenOf(isStuck ? start : end) : "";
    return json(200, { [this.#switches.listKey]: rows, next_page_token: next });
  }

  #wire({ id, email, name, state, created_at }: User): object {
    return {
      id,
      email,
      display_name: name,
      state: state === "SUSPENDED" ? state : "ACTIVE",
      create_time: created_at,
      path: `accounts/${this.#data.account.id}/users/${id}`,
    };
  }
}

function tokenOf(position: number): string {
  return Buffer.from(`page ${position}`).toString("base64url");
}

function positionIn(token: string): number | null {
  const position = /^page (\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  return position === undefined ? null : Number(position);
}

function json(status: number, body: unknown): Reply {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** In the style of the rest of it; the documentation shows no error's body. */
function unknown(status: number, message: string): Reply {
  return json(status, { code: status, message, details: [] });
}
