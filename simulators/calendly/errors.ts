import type { Reply } from "../kit/server.ts";

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "Content-Type": "application/json; charset=utf-8", ...headers }, body: JSON.stringify(body) };
}

export function unauthenticated(): Reply {
  return json(401, { title: "Unauthenticated", message: "The access token is invalid" });
}

export function denied(): Reply {
  return json(403, { title: "Permission Denied", message: "You do not have permission" });
}

/** Since scopes exist (2026-03-03) a refusal for want of one names it. */
export function insufficient(scope: string): Reply {
  const message = "The access token does not have the required scopes";
  return json(403, { title: "Insufficient scope", message, required_scopes: [scope] });
}

export function notFound(): Reply {
  return json(404, { title: "Resource Not Found", message: "The server could not find the requested resource." });
}

export function invalid(parameter: string, message: string): Reply {
  return json(400, {
    title: "Invalid Argument",
    message: "The supplied parameters are invalid.",
    details: [{ parameter, message }],
  });
}

/** `Retry-After` is not among the documented headers: what stands in `X-RateLimit-Reset` counts. */
export function throttled(headers: Record<string, string>): Reply {
  return json(429, { title: "Too Many Requests", message: "Rate limit exceeded" }, headers);
}
