import type { Reply } from "../kit/server.ts";

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** The one shape of every 4xx and 5xx; `errors` only where there is more to say. */
function error(status: number, of: { message: string; code: number; errors?: string[] }): Reply {
  return json(status, { error: of });
}

export function unauthenticated(): Reply {
  return error(401, { message: "Unauthorized", code: 2006 });
}

export function denied(scope?: string): Reply {
  return error(403, { message: "Access Denied", code: 2010, ...(scope ? { errors: [`Required scopes: ${scope}`] } : {}) });
}

export function paymentRequired(): Reply {
  return error(402, { message: "Account does not have the abilities to perform the action.", code: 2012 });
}

export function notFound(): Reply {
  return error(404, { message: "Not Found", code: 2100 });
}

export function notAcceptable(): Reply {
  return error(406, { message: "Not Acceptable", code: 2008 });
}

export function invalid(...errors: string[]): Reply {
  return error(400, { message: "Invalid Input Provided", code: 2001, errors });
}

/** What the key of an account is told at /users/me. */
export function noUser(): Reply {
  return error(400, {
    message: "Invalid Input Provided",
    code: 2001,
    errors: ["must use a user-level API key or OAuth token to access this resource"],
  });
}

/** No `Retry-After`: what stands in `ratelimit-reset` counts. */
export function throttled(headers: Record<string, string>): Reply {
  return {
    ...error(429, { message: "Rate Limit Exceeded", code: 2020 }),
    headers: { "Content-Type": "application/json", ...headers },
  };
}

export function readOnly(): Reply {
  return error(500, { message: "this account is read-only: an audit reads", code: 2000 });
}
