import { ApiError, unauthorized } from "./errors.ts";
import type { Token, User } from "./shapes.ts";
import { userById, type World } from "./state.ts";

export interface Caller {
  user: User;
  token: Token;
}

/** Who asks: by `PRIVATE-TOKEN`, by `Authorization: Bearer`, or nobody. A token that does not work is refused, never ignored. */
export function callerOf(world: World, headers: Headers): Caller | null {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const value = headers.get("private-token") ?? bearer;
  if (value === undefined || value === "") return null;
  const token = world.tokens.find((each) => each.value === value);
  if (token === undefined) throw bearer === undefined ? unauthorized() : invalidToken("Token is invalid.");
  if (token.revoked) throw invalidToken("Token was revoked. You have to re-authorize from the user.");
  if (token.expiresAt !== null && token.expiresAt <= world.now().toISOString().slice(0, 10)) {
    throw invalidToken("Token is expired. You can either do re-authorization or token refresh.");
  }
  const user = userById(world, token.userId);
  if (user === undefined) throw unauthorized();
  if (user.state !== "active") throw new ApiError(403, { message: "403 Forbidden - Your account has been blocked." });
  return { user, token };
}

function invalidToken(description: string): ApiError {
  return new ApiError(
    401,
    { error: "invalid_token", error_description: description },
    { "WWW-Authenticate": 'Bearer realm="Protected by OAuth 2.0"' },
  );
}

/** Reading takes any of these scopes, everything else takes `api`. */
export function checkScope(
  caller: Caller,
  { method, scopes = ["api", "read_api"] }: { method: string; scopes?: string[] },
): void {
  const enough = method === "GET" || method === "HEAD" ? scopes : ["api"];
  if (caller.token.scopes.some((scope) => enough.includes(scope))) return;
  throw new ApiError(403, {
    error: "insufficient_scope",
    error_description: "The request requires higher privileges than provided by the access token.",
    scope: enough.join(" "),
  });
}
