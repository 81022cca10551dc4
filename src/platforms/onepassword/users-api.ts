import { type Authorizer, type Clock, createHttpClient, type HttpClient, systemClock } from "../../http/client.ts";
import { cursorPages } from "../../http/paging.ts";
import { configurationError, credentialsError, platformError, RollcallError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import { clientOptions } from "../client-options.ts";
import type { ConnectOptions, Listing, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import type { UsersApiSettings } from "./settings.ts";
import { apiUser } from "./shapes.ts";

type Options = ConnectOptions & { system: string };

/** Documented life of a token in seconds, where the answer does not say. */
const usualLife = 900;
/** A token is renewed this long before its end. */
const marginMs = 60_000;
const perPage = "1000";

/** Asked for by the documentation: a company and a version. */
export const userAgent = "Rollcall/1.0";

/** Everybody of the account and their state, by the Users API for Partners. */
export function apiUsers(settings: UsersApiSettings, options: Options): Listing {
  const client = usersApiClient(settings, options);
  const path = `/v1beta1/accounts/${encodeURIComponent(settings.account)}/users`;
  return {
    name: "users",
    query: `GET ${path}?max_page_size=${perPage}`,
    right: "an OAuth application of the account with the permissions to list and get users",
    pages: (reading) => pages(client, path, reading),
  };
}

function usersApiClient(settings: UsersApiSettings, { system, clock = systemClock, ...options }: Options): HttpClient {
  const { client_id, client_secret, url } = settings;
  const basic = `Basic ${Buffer.from(`${client_id}:${client_secret.reveal()}`).toString("base64")}`;
  const common = {
    name: system,
    base: url,
    // Nothing is documented of its limits.
    readBudget: () => null,
    ...clientOptions({ ...options, clock }),
    userAgent,
    secrets: [client_secret.reveal()],
  };
  const tokens = createHttpClient({ ...common, authorizer: { headers: async () => ({ Authorization: basic }) } });
  return createHttpClient({ ...common, authorizer: bearer(tokens, settings, clock) });
}

interface Token {
  text: string;
  renewAt: number;
}

function bearer(tokens: HttpClient, settings: UsersApiSettings, clock: Clock): Authorizer {
  let token: Promise<Token> | null = null;
  const renewed = (signal: AbortSignal): Promise<Token> => {
    const asked = requestToken(tokens, settings, { clock, signal });
    token = asked;
    // What failed on the way may be asked for again; a refusal is one for all.
    asked.catch((error: unknown) => {
      if (!(error instanceof RollcallError && error.actor === "credentials")) token = null;
    });
    return asked;
  };
  return {
    async headers(signal) {
      const held = await (token ?? renewed(signal));
      const { text } = clock.now() < held.renewAt ? held : await renewed(signal);
      return { Authorization: `Bearer ${text}` };
    },
    async renew(signal) {
      await renewed(signal);
      return true;
    },
  };
}

const tokenPath = "/v1beta1/users/oauth2/token";

async function requestToken(
  client: HttpClient,
  { client_id }: UsersApiSettings,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Token> {
  const answer = await client.send(tokenPath, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials" }),
    ok: [200, 201, 400, 401, 403, 404],
    repeatable: true,
    signal,
  });
  if (answer.status === 404)
    throw configurationError(`POST ${tokenPath} answered 404`, "check url: under users_api of this system");
  const body = (answer.status < 300 ? answer.json() : null) as { access_token?: unknown; expires_in?: unknown } | null;
  if (typeof body?.access_token !== "string")
    throw credentialsError(
      `1Password gave no access token for the OAuth application ${JSON.stringify(client_id)} (${answer.status})`,
      "check client_id and client_secret (Integrations → OAuth Application), and that url is of the account's region",
    );
  const life = (typeof body.expires_in === "number" ? body.expires_in : usualLife) * 1000;
  return { text: body.access_token, renewAt: clock.now() + Math.max(life - marginMs, life / 2) };
}

async function* pages(client: HttpClient, path: string, { meter, signal }: Reading): AsyncGenerator<Row[]> {
  const query = { max_page_size: perPage };
  const next = (body: unknown) => nextPage(body, query);
  for await (const rows of cursorPages(client, { path, query, rows: usersIn, next, meter, signal }))
    yield keepRows("users", rows, apiUser);
}

/** `results` in the documentation, `users` in the code of somebody who reads it; neither is no empty list. */
function usersIn(body: unknown): unknown[] {
  const { results, users } = (body ?? {}) as { results?: unknown; users?: unknown };
  const list = results ?? users;
  if (Array.isArray(list)) return list;
  const keys = body && typeof body === "object" ? Object.keys(body).slice(0, 5).join(", ") : typeof body;
  throw platformError(`users: the answer holds no list "results" or "users" (it holds: ${keys || "nothing"})`);
}

/** The same question with the next page's token; missing or empty at the end. */
function nextPage(body: unknown, query: Record<string, string>): string | null {
  const { next_page_token: token } = (body ?? {}) as { next_page_token?: unknown };
  if (token == null || token === "") return null;
  if (typeof token !== "string") throw platformError("users: the next page's token is no text", "run the audit again");
  return `?${new URLSearchParams({ ...query, page_token: token })}`;
}
