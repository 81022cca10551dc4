import { type HttpClient, HttpError } from "../../http/client.ts";
import type { GitlabProjectsSettings } from "./settings.ts";

/** Answers of a plan that has no settings of approvals: GitLab's 402, and what `inPlan` makes one. */
export const planLacks: Readonly<Record<number, string>> = {
  402: "the plan of this group has no such settings: they need GitLab Premium or Ultimate",
};

/** The client, with refusals in the words of this audit: what the operator can do about them. */
export function explained(client: HttpClient, { url, group }: GitlabProjectsSettings): HttpClient {
  return {
    async send(path, options) {
      try {
        return await client.send(path, options);
      } catch (error) {
        throw error instanceof HttpError ? inWords(error, { host: url.host, group }) : error;
      }
    },
  };
}

function inWords(error: HttpError, { host, group }: { host: string; group: string }): HttpError {
  const { status, url, body, headers } = error;
  const say = (message: string, fix: string | null) =>
    new HttpError("credentials", message, { status, url, body, headers, ...(fix ? { fix } : {}) });
  if (status === 401)
    return say(
      error.message,
      `the token may have expired or been revoked, or is of another GitLab than ${host}: make a new one there`,
    );
  // A page for people says nothing of what is there.
  if (status !== 404 || headers.get("content-type")?.includes("html")) return error;
  if (/\/groups\//.test(url))
    return say(
      `${error.message}: there is no group ${group} on ${host}, it was renamed, or this token may not see it`,
      "check group in rollcall.yaml, and that the token's user is a member there",
    );
  // It stood in the list of projects a moment ago: GitLab says "not found" of what it does not show.
  return /\/projects\//.test(url)
    ? say(error.message, "it needs a token that may see the project's settings: Maintainer or Owner")
    : error;
}

/**
 * A refusal that names the plan, as the 402 that GitLab does not send. Its bare 403 and 404 may as well mean a missing right, and
 * stay what they are.
 */
export async function inPlan<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HttpError && [403, 404].includes(error.status) && namesPlan(error)) {
      const { actor, message, url, body, headers } = error;
      throw new HttpError(actor, message, { status: 402, url, body, headers });
    }
    throw error;
  }
}

function namesPlan({ body }: HttpError): boolean {
  return /\b(?:premium|ultimate|licen[cs]ed?|upgrade|subscription|plan)\b/i.test(body) && !body.startsWith("an HTML page");
}
