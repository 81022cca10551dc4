import type { Credential } from "../../model/credential.ts";
import type { KeptRows, Row } from "../../model/source.ts";
import { toInstantOrNull } from "../../model/time.ts";
import type { ApiTokenRow, OauthClientRow, OauthTokenRow } from "./shapes.ts";

/** API tokens, OAuth clients of the account, and OAuth tokens named after their client. Third-party clients only lend names. */
export function credentialsOf(rows: KeptRows): Credential[] {
  const own = byId<OauthClientRow>(rows.of("oauth-clients"));
  const global = byId<OauthClientRow>(rows.of("global-oauth-clients"));
  const credentials: Credential[] = [];
  for (const row of rows.of("api-tokens")) credentials.push(apiToken(row as unknown as ApiTokenRow));
  for (const client of own.values()) credentials.push(oauthClient(client));
  for (const row of rows.of("oauth-tokens")) {
    const token = row as unknown as OauthTokenRow;
    const client = token.client_id ? own.get(token.client_id) : undefined;
    const name = client ?? (token.client_id ? global.get(token.client_id) : undefined);
    credentials.push(oauthToken(token, { name: nameOf(name), coveredByClient: client !== undefined && client.global !== true }));
  }
  return credentials;
}

function byId<T extends { id: string }>(rows: Iterable<Row>): Map<string, T> {
  const map = new Map<string, T>();
  for (const row of rows) map.set(row.id, row as unknown as T);
  return map;
}

function nameOf(client: OauthClientRow | undefined): string | null {
  return client?.name ?? client?.identifier ?? null;
}

function apiToken(token: ApiTokenRow): Credential {
  // Zendesk calls the maker `user_id`; who may use it is `assigned_user_id`, and often nobody.
  const lastUsed = token.last_used !== undefined ? token.last_used : token.last_used_at;
  return {
    id: `api-token:${token.id}`,
    kind: "api-token",
    name: token.description ?? null,
    namedByTeam: true,
    coveredByClient: false,
    userId: token.assigned_user_id ?? null,
    creatorId: token.user_id ?? null,
    scopes: null,
    active: token.active ?? null,
    createdAt: toInstantOrNull(token.created_at),
    expiresAt: null,
    lastUsedAt: lastUsed === null ? "never" : toInstantOrNull(lastUsed),
    source: "api-tokens",
  };
}

function oauthClient(client: OauthClientRow): Credential {
  return {
    id: `oauth-client:${client.id}`,
    kind: "oauth-client",
    name: nameOf(client),
    namedByTeam: client.global !== true,
    coveredByClient: false,
    userId: null,
    creatorId: client.user_id ?? null,
    scopes: null,
    active: null,
    createdAt: toInstantOrNull(client.created_at),
    expiresAt: null,
    lastUsedAt: null,
    source: "oauth-clients",
  };
}

function oauthToken(token: OauthTokenRow, client: { name: string | null; coveredByClient: boolean }): Credential {
  return {
    id: `oauth-token:${token.id}`,
    kind: "oauth-token",
    name: client.name,
    namedByTeam: false,
    coveredByClient: client.coveredByClient,
    userId: token.user_id ?? null,
    creatorId: null,
    scopes: token.scopes ?? null,
    active: null,
    createdAt: toInstantOrNull(token.created_at),
    expiresAt: token.expires_at === null ? "never" : toInstantOrNull(token.expires_at),
    lastUsedAt: token.used_at === null ? "never" : toInstantOrNull(token.used_at),
    source: "oauth-tokens",
  };
}
