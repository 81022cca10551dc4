import type { OpenAudit } from "./work.ts";

/**
 * Which audits to poll after a hint: the one whose issue it names, none where it names another issue, all where it names none. Of the
 * body nothing else is looked at, and nothing in it is believed. https://docs.gitlab.com/user/project/integrations/webhook_events/
 */
export function hinted(body: string, audits: readonly OpenAudit[]): string[] {
  const named = issuesIn(body);
  if (named.size === 0) return audits.map(({ id }) => id);
  return audits.filter(({ issue }) => issue !== null && named.has(placeOf(issue) ?? "")).map(({ id }) => id);
}

/** `issue` of a comment, `object_attributes` of an issue. */
function issuesIn(body: string): Set<string> {
  const parsed = parseOrNull(body) as { issue?: { url?: unknown }; object_attributes?: { url?: unknown } } | null;
  const urls = [parsed?.issue?.url, parsed?.object_attributes?.url];
  return new Set(urls.flatMap((url) => (typeof url === "string" ? (placeOf(url) ?? []) : [])));
}

/** Project and number, whatever the address is reached by: `acme/audits 17`. */
function placeOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const [, project, iid] = /^\/(.+?)(?:\/-)?\/(?:issues|work_items)\/(\d+)$/.exec(new URL(url).pathname) ?? [];
  return project && iid ? `${decodeURI(project).toLowerCase()} ${iid}` : null;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
