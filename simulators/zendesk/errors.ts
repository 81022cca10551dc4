import type { Reply } from "../kit/server.ts";

export function json(status: number, body: unknown): Reply {
  return jsonText(status, JSON.stringify(body));
}

/** JSON that is written already. */
export function jsonText(status: number, body: string): Reply {
  return { status, headers: { "Content-Type": "application/json; charset=utf-8" }, body };
}

export function unauthenticated(bearer: boolean): Reply {
  if (!bearer) return json(401, { error: "Couldn't authenticate you" });
  const description = "The access token provided is expired, revoked, malformed or invalid for other reasons.";
  return json(401, { error: "invalid_token", error_description: description });
}

/** Zendesk writes `error` as a text or as an object; which of them depends on what refuses. */
export function forbidden(asObject: boolean): Reply {
  const message = "You do not have access to this page. Please contact the account owner of this help desk for further help.";
  return json(403, asObject ? { error: { title: "Forbidden", message } } : { error: "Forbidden", description: message });
}

export function notFound(): Reply {
  return json(404, { error: "RecordNotFound", description: "Not found" });
}

/** An address outside the API is a page for people. */
export function page404(): Reply {
  const body =
    "<!doctype html><html><head><title>Oops, the page you were looking for does not exist</title></head><body></body></html>";
  return { status: 404, headers: { "Content-Type": "text/html; charset=utf-8" }, body };
}

export function throttled(headers: Record<string, string>, seconds: number): Reply {
  const text = "Number of allowed API requests per minute exceeded";
  return { status: 429, headers: { ...headers, "Content-Type": "text/plain", "Retry-After": String(seconds) }, body: text };
}
