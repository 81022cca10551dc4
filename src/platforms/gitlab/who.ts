import type { HttpClient } from "../../http/client.ts";
import type { Identity } from "../platform.ts";

/** Who the token is, and its scopes, which an OAuth token does not tell here. */
export async function whoIs(client: HttpClient, signal: AbortSignal): Promise<Identity> {
  const [me, token] = await Promise.all([
    client.send("user", { signal }),
    client.send("personal_access_tokens/self", { signal, ok: [200, 401, 403, 404] }),
  ]);
  const { username, name } = (me.json() ?? {}) as { username?: unknown; name?: unknown };
  const scopes = token.status === 200 ? (token.json() as { scopes?: unknown } | null)?.scopes : null;
  return {
    who: `${typeof name === "string" ? name : "?"} (@${typeof username === "string" ? username : "?"})`,
    scopes: Array.isArray(scopes) ? scopes.map(String) : null,
  };
}
