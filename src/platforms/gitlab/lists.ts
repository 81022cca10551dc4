import { type HttpClient, HttpError } from "../../http/client.ts";
import { type WholeListOptions, wholeList } from "./whole-list.ts";

export interface ListOptions extends WholeListOptions {
  /** Statuses by which GitLab says here that the token's user may not, besides 403. */
  refusals?: readonly number[];
}

/**
 * All rows of one list of a group.
 * @throws HttpError 403 for every way GitLab has to say "not you", 402 where the plan lacks the feature; else as `wholeList`
 */
export async function listOrRefusal(client: HttpClient, { refusals = [], ...options }: ListOptions): Promise<unknown[]> {
  try {
    return await wholeList(client, options);
  } catch (error) {
    throw error instanceof HttpError ? inOneWord(error, refusals) : error;
  }
}

/**
 * GitLab words a refusal in many ways: 401 for access tokens, 400 for billable members, 404 for what is private; and a feature the
 * plan lacks is 402, or a 403 that asks for an upgrade.
 */
function inOneWord(error: HttpError, refusals: readonly number[]): HttpError {
  const { status, message, url, body, headers } = error;
  const lacksPlan = status === 403 && /\b(?:upgrade|premium|ultimate|licen[sc]e|subscription|your plan)\b/i.test(body);
  if (lacksPlan) return new HttpError("credentials", message, { status: 402, url, body, headers });
  return refusals.includes(status) ? new HttpError("credentials", message, { status: 403, url, body, headers }) : error;
}
