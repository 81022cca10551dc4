import { createHash } from "node:crypto";
import type { Reply, Request } from "../kit/server.ts";
import type { OauthToken, Rows, Switches } from "./data.ts";
import { json } from "./errors.ts";

/** What an account accepts at its door. All of it is made up. */
export interface Credentials {
  client_id: string;
  client_secret: string;
  /** A lasting OAuth token. */
  token: string;
  email: string;
  api_token: string;
  /** User the OAuth client and token belong to, and the client's row. */
  user_id: string;
  client_row: string;
}

interface Issued {
  text: string;
  scopes: string[];
  expiresAt: number;
  row: OauthToken;
}

export interface Caller {
  userId: string;
  scopes: string[];
  row: OauthToken | null;
}

/** The account's door: makes access tokens, and knows who is behind one. */
export class Tokens {
  readonly #credentials: Credentials;
  readonly #switches: Switches;
  #issued: Issued[] = [];
  #revoked = false;

  constructor(credentials: Credentials, switches: Switches) {
    this.#credentials = credentials;
    this.#switches = switches;
  }

  /** Tokens made by client credentials are listed among the account's OAuth tokens like any other. */
  listed(seeded: Rows<OauthToken>): OauthToken[] {
    const rows = Array.from({ length: seeded.length }, (_, index) => seeded.at(index)).filter((row) => row !== undefined);
    return [...rows, ...this.#issued.map(({ row }) => row)];
  }

  /** Every token there is stops working. */
  revokeAll(): void {
    this.#issued = this.#issued.map((issued) => ({ ...issued, expiresAt: 0 }));
    this.#revoked = true;
  }

  /** `POST /oauth/tokens` with client credentials. A scope that does not exist still gives a token; it opens nothing. */
  request(request: Request): Reply {
    const body = parsed(request);
    const { client_id, client_secret, user_id, client_row } = this.#credentials;
    if (body.grant_type !== "client_credentials") {
      return json(400, { error: "unsupported_grant_type", error_description: "The authorization grant type is not supported." });
    }
    if (body.client_id !== client_id || body.client_secret !== client_secret) {
      return json(401, { error: "invalid_client", error_description: "Client authentication failed." });
    }
    const wanted = Number(body.expires_in ?? 7200);
    if (!(wanted > 300 && wanted < 172_800))
      return json(400, { error: "invalid_request", error_description: "expires_in is out of range" });
    const seconds = Math.min(wanted, this.#switches.tokenLife);
    const scope = String(body.scope ?? "read");
    const now = Date.now();
    const id = String(8_800_000 + this.#issued.length);
    const text = createHash("sha256").update(`example ${client_secret} ${id}`).digest("hex");
    const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
    this.#issued.push({
      text,
      scopes: scope.split(" "),
      expiresAt: now + seconds * 1000,
      row: {
        id,
        client_id: client_row,
        user_id,
        scopes: scope.split(" "),
        created_at: iso(now),
        expires_at: iso(now + seconds * 1000),
        used_at: null,
      },
    });
    return json(201, { access_token: text, token_type: "bearer", scope, expires_in: seconds });
  }

  /** `null` = a stranger; `undefined` = credentials that do not work. */
  callerOf(headers: Headers): Caller | null | undefined {
    const authorization = headers.get("authorization");
    if (!authorization) return null;
    const [scheme = "", value = ""] = authorization.split(" ");
    return scheme.toLowerCase() === "bearer" ? this.#byToken(value) : this.#byBasic(value);
  }

  #byToken(value: string): Caller | undefined {
    const { token, user_id } = this.#credentials;
    if (value === token && !this.#revoked) return { userId: user_id, scopes: ["read"], row: null };
    const issued = this.#issued.find(({ text, expiresAt }) => text === value && expiresAt > Date.now());
    if (!issued) return undefined;
    issued.row.used_at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    return { userId: user_id, scopes: issued.scopes, row: issued.row };
  }

  #byBasic(value: string): Caller | undefined {
    const { email, api_token, user_id } = this.#credentials;
    const right = Buffer.from(value, "base64").toString() === `${email}/token:${api_token}`;
    return right && this.#switches.apiTokens !== "off" ? { userId: user_id, scopes: ["read", "write"], row: null } : undefined;
  }
}

function parsed(request: Request): Record<string, unknown> {
  try {
    return JSON.parse(request.body.toString()) as Record<string, unknown>;
  } catch {
    return Object.fromEntries(new URLSearchParams(request.body.toString()));
  }
}
