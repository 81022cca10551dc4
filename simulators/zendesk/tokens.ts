import { createHash } from "node:crypto";
import type { Reply, Request } from "../kit/server.ts";
import type { OauthToken, Switches, ZendeskData } from "./data.ts";
import { json } from "./errors.ts";
import { all } from "./paging.ts";

/** What an account accepts at its door. All of it is made up. */
export interface Credentials {
  client_id: string;
  client_secret: string;
  /** A lasting OAuth token, and its row among the account's tokens. */
  token: string;
  token_row: string | null;
  email: string;
  api_token: string;
  /** User the OAuth client and token belong to, and the client's row. */
  user_id: string;
  client_row: string;
}

interface Issued {
  text: string;
  expiresAt: number;
  row: OauthToken;
}

export interface Caller {
  userId: string;
  scopes: readonly string[];
  admin: boolean;
  row: OauthToken | null;
  /** For the books. */
  who: string;
}

interface Of {
  credentials: Credentials;
  switches: Switches;
  data: ZendeskData;
  now(): number;
}

/** The account's door: makes access tokens, and knows who is behind one. */
export class Tokens {
  readonly #of: Of;
  #issued: Issued[] = [];
  #revoked = false;

  constructor(of: Of) {
    this.#of = of;
  }

  /** Tokens made by client credentials are listed among the account's OAuth tokens like any other. */
  listed(): OauthToken[] {
    return [...all(this.#of.data.oauthTokens), ...this.#issued.map(({ row }) => row)];
  }

  /** Every token there is stops working. */
  revokeAll(): void {
    this.#issued = this.#issued.map((issued) => ({ ...issued, expiresAt: 0 }));
    this.#revoked = true;
  }

  /** `POST /oauth/tokens` with client credentials. A scope that does not exist still gives a token; it opens nothing. */
  request(request: Request): Reply {
    const body = parsed(request);
    const { credentials, switches } = this.#of;
    if (body.grant_type !== "client_credentials") {
      return json(400, { error: "unsupported_grant_type", error_description: "The authorization grant type is not supported." });
    }
    if (body.client_id !== credentials.client_id || body.client_secret !== credentials.client_secret) {
      return json(401, { error: "invalid_client", error_description: "Client authentication failed." });
    }
    const wanted = Number(body.expires_in ?? 7200);
    if (!(wanted > 300 && wanted < 172_800))
      return json(400, { error: "invalid_request", error_description: "expires_in is out of range" });
    const seconds = Math.min(wanted, switches.tokenLife);
    const scope = String(body.scope ?? "read");
    return json(201, { access_token: this.#issue(scope, seconds), token_type: "bearer", scope, expires_in: seconds });
  }

  #issue(scope: string, seconds: number): string {
    const { credentials, now } = this.#of;
    const id = String(8_800_000 + this.#issued.length);
    const text = createHash("sha256").update(`example ${credentials.client_secret} ${id}`).digest("hex");
    const [made, expiresAt] = [now(), now() + seconds * 1000];
    const row: OauthToken = {
      id,
      client_id: credentials.client_row,
      user_id: credentials.user_id,
      scopes: scope.split(" "),
      created_at: isoTime(made),
      expires_at: isoTime(expiresAt),
      used_at: null,
    };
    this.#issued.push({ text, expiresAt, row });
    return text;
  }

  /** `null` = a stranger; `undefined` = credentials that do not work. */
  callerOf(headers: Headers): Caller | null | undefined {
    const authorization = headers.get("authorization");
    if (!authorization) return null;
    const [scheme = "", value = ""] = authorization.split(" ");
    return scheme.toLowerCase() === "bearer" ? this.#byToken(value) : this.#byBasic(value);
  }

  #byToken(value: string): Caller | undefined {
    const { credentials, switches, data, now } = this.#of;
    const common = { userId: credentials.user_id, admin: switches.role === "admin" };
    if (value === credentials.token && !this.#revoked) {
      const row = all(data.oauthTokens).find(({ id }) => id === credentials.token_row) ?? null;
      return { ...common, scopes: ["read"], row, who: "oauth token" };
    }
    const issued = this.#issued.find(({ text, expiresAt }) => text === value && expiresAt > now());
    if (!issued) return undefined;
    issued.row.used_at = isoTime(now());
    return { ...common, scopes: issued.row.scopes, row: issued.row, who: `oauth token ${issued.row.id}` };
  }

  /** An API token is nobody's: with it everybody's e-mail opens the door, and the caller is that user. */
  #byBasic(value: string): Caller | undefined {
    const { credentials, switches } = this.#of;
    const [email = "", secret] = Buffer.from(value, "base64").toString().split("/token:");
    if (secret !== credentials.api_token || switches.apiTokens === "off") return undefined;
    const user = this.#userOf(email.toLowerCase());
    if (!user) return undefined;
    const admin = user.role === "admin" && switches.role === "admin";
    return {
      userId: user.id,
      scopes: user.role === "end-user" ? [] : ["read", "write"],
      admin,
      row: null,
      who: `api token, ${email}`,
    };
  }

  #userOf(email: string): { id: string; role: string } | undefined {
    const { credentials, data } = this.#of;
    const user = all(data.users).find((one) => one.active && !one.suspended && one.email?.toLowerCase() === email);
    return user ?? (email === credentials.email ? { id: credentials.user_id, role: "admin" } : undefined);
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function parsed(request: Request): Record<string, unknown> {
  try {
    return JSON.parse(request.body.toString()) as Record<string, unknown>;
  } catch {
    return Object.fromEntries(new URLSearchParams(request.body.toString()));
  }
}
