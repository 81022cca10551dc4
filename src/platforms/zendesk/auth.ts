import type { Authorizer, Clock, HttpClient } from "../../http/client.ts";
import { configurationError, credentialsError, RollcallError } from "../../model/errors.ts";
import type { ZendeskAuth } from "./settings.ts";

/** Seconds asked for; Zendesk allows more than 300 and less than 172,800. */
const lifetime = 3600;
/** A token is renewed this long before its end, so that no request is made with one that dies on the way. */
const marginMs = 60_000;

interface Token {
  text: string;
  renewAt: number;
}

type ClientCredentials = Extract<ZendeskAuth, { client_id: string }>;

/** Headers for each of the three ways to sign in. `client` is used for the token request alone and carries no authorization. */
export function zendeskAuthorizer(auth: ZendeskAuth, client: HttpClient, clock: Clock): Authorizer {
  if ("token" in auth) return fixed(`Bearer ${auth.token.reveal()}`);
  if ("api_token" in auth) {
    return fixed(`Basic ${Buffer.from(`${auth.email}/token:${auth.api_token.reveal()}`).toString("base64")}`);
  }
  return clientCredentials(auth, client, clock);
}

function fixed(authorization: string): Authorizer {
  return { headers: async () => ({ Authorization: authorization }) };
}

function clientCredentials(auth: ClientCredentials, client: HttpClient, clock: Clock): Authorizer {
  let token: Promise<Token> | null = null;
  const renewed = (signal: AbortSignal): Promise<Token> => {
    token = requestToken(auth, client, { clock, signal });
    // A request that failed on the way may be made again; one that was refused is refused for every source alike.
    token.catch((error: unknown) => {
      if (!(error instanceof RollcallError && error.actor === "credentials")) token = null;
    });
    return token;
  };
  return {
    async headers(signal) {
      const held = token ?? renewed(signal);
      let current = await held;
      // Whoever sees its end first renews it, the others take the new one.
      if (clock.now() >= current.renewAt) current = await (token && token !== held ? token : renewed(signal));
      return { Authorization: `Bearer ${current.text}` };
    },
    async renew(signal) {
      await renewed(signal);
      return true;
    },
  };
}

/** Documented at developer.zendesk.com, "Creating and using OAuth tokens": no `/api/v2` in front, 201, seconds. */
async function requestToken(
  auth: ClientCredentials,
  client: HttpClient,
  at: { clock: Clock; signal: AbortSignal },
): Promise<Token> {
  const answer = await client.send("/oauth/tokens", {
    method: "POST",
    json: {
      grant_type: "client_credentials",
      client_id: auth.client_id,
      client_secret: auth.client_secret.reveal(),
      scope: auth.scope,
      expires_in: lifetime,
    },
    ok: [200, 201, 400, 401, 403, 404],
    repeatable: true,
    signal: at.signal,
  });
  // Not an answer about any listing: a 404 here says nothing of API tokens being switched off.
  if (answer.status === 404) {
    throw configurationError("POST /oauth/tokens answered 404", "wrong address or subdomain? check url");
  }
  const body = (answer.status < 300 ? answer.json() : null) as { access_token?: unknown; expires_in?: unknown } | null;
  if (typeof body?.access_token !== "string") {
    throw credentialsError(
      `Zendesk gave no access token for OAuth client "${auth.client_id}" (${answer.status})`,
      "check client_id (the unique identifier) and client_secret in Admin Center → Apps and integrations → OAuth clients; the client must be confidential",
    );
  }
  const seconds = typeof body.expires_in === "number" ? body.expires_in : lifetime;
  return { text: body.access_token, renewAt: at.clock.now() + Math.max(seconds * 1000 - marginMs, (seconds * 1000) / 2) };
}
