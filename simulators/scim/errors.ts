import type { Reply } from "../kit/server.ts";

export function scim(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "Content-Type": "application/scim+json; charset=utf-8", ...headers }, body: JSON.stringify(body) };
}

/** RFC 7644 §3.12: the status is text. */
export function failure(
  status: number,
  detail: string,
  more: { scimType?: string; headers?: Record<string, string> } = {},
): Reply {
  const { scimType, headers } = more;
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  return scim(status, { schemas, status: String(status), ...(scimType ? { scimType } : {}), detail }, headers);
}
