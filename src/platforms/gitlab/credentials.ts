import type { Credential } from "../../model/credential.ts";
import type { KeptRows } from "../../model/source.ts";
import { toInstantOrNull } from "../../model/time.ts";
import type { AccessTokenRow, MemberRow } from "./shapes.ts";

/** Access tokens of the groups and of their projects. Each is used by a user of its own; who made it is who made that a member. */
export function credentialsOf(rows: KeptRows): Credential[] {
  const makers = new Map<string, string>();
  for (const row of rows.of("direct-members")) {
    const { user, created_by } = row as unknown as MemberRow;
    if (created_by) makers.set(user, created_by.id);
  }
  return ["group-tokens", "project-tokens"].flatMap((source) =>
    Array.from(rows.of(source), (row) => accessToken(row as unknown as AccessTokenRow, { source, makers })),
  );
}

function accessToken(
  token: AccessTokenRow,
  { source, makers }: { source: string; makers: ReadonlyMap<string, string> },
): Credential {
  const userId = token.user_id ?? null;
  return {
    id: `access-token:${token.id}`,
    kind: "api-token",
    name: token.name ?? null,
    namedByTeam: true,
    coveredByClient: false,
    userId,
    creatorId: (userId !== null && makers.get(userId)) || null,
    scopes: token.scopes ?? null,
    of: token.of,
    active: token.revoked === true ? false : (token.active ?? null),
    createdAt: toInstantOrNull(token.created_at),
    expiresAt: token.expires_at === null ? "never" : (token.expires_at ?? null),
    lastUsedAt: token.last_used_at === null ? "never" : toInstantOrNull(token.last_used_at),
    source,
  };
}
