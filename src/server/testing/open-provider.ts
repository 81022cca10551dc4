import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { memoryAdapter } from "./memory-adapter.ts";

/** Somebody the provider knows, by e-mail. */
export interface Account {
  email: string;
  name?: string;
  groups?: string[];
  email_verified?: boolean;
}

export interface OpenProvider {
  issuer: string;
  client: { id: string; secret: string };
  /** Whom it knows; to be changed while it runs. */
  accounts: Map<string, Account>;
  /** Where it may lead back to: to be called once, when that is known. */
  redirectTo(callback: string): void;
  /** Whether it answers everything with 503, as if it were being started. */
  away(isAway: boolean): void;
  close(): Promise<void>;
}

/**
 * A real OpenID provider on loopback, with a login form of one field: `email`, and a button to cancel. It tells e-mail, name and groups at
 * its userinfo endpoint only, as GitLab does with groups.
 */
export async function openProvider(accounts: readonly Account[]): Promise<OpenProvider> {
  const known = new Map(accounts.map((account) => [account.email, account]));
  const client = { id: "rollcall", secret: `example-client-${randomUUID()}` };
  let answer: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  let isAway = false;
  const server = createServer((request, response) =>
    answer && !isAway ? answer(request, response) : response.writeHead(503).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    client,
    accounts: known,
    redirectTo(callback) {
      const provider = providerOf(issuer, { client, callback, known });
      const rest = provider.callback();
      answer = (request, response) => {
        const isForm = request.url?.startsWith("/interaction/");
        if (isForm) void form(provider, request, response);
        else void rest(request, response);
      };
    },
    away(now) {
      isAway = now;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Setting {
  client: OpenProvider["client"];
  callback: string;
  known: ReadonlyMap<string, Account>;
}

function providerOf(issuer: string, { client, callback, known }: Setting): Provider {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [callback], response_types: ["code"] }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "one" }] },
    cookies: { keys: [randomUUID()] },
    adapter: memoryAdapter(),
    scopes: ["openid", "email", "profile"],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    async findAccount(_, id) {
      const account = known.get(id);
      return account && { accountId: id, claims: () => ({ sub: id, email_verified: true, ...account }) };
    },
    async loadExistingGrant({ oidc }) {
      const { session, client: asking, provider } = oidc;
      const grant = new provider.Grant({ clientId: asking?.clientId ?? "", accountId: session?.accountId ?? "" });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
}

async function form(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST") {
    const said = new URLSearchParams(await textOf(request));
    const email = said.get("email") ?? "";
    const result = said.has("cancel")
      ? { error: "access_denied", error_description: "<b>no</b>" }
      : { login: { accountId: email } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    return;
  }
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><title>Example ID</title><main><h1>Example ID</h1>
<form method="post"><label>E-mail <input name="email" type="email" autofocus></label>
<button>Sign in</button> <button name="cancel" value="1" formnovalidate>Cancel</button></form></main>`);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
}
