import { platformError } from "../model/errors.ts";
import type { HttpResponse } from "./client.ts";
import type { Answer } from "./exchange.ts";
import { parseJson } from "./json.ts";
import { excerpt, htmlPage, isHtml } from "./reason.ts";
import type { Redactor } from "./redact.ts";

export interface Origin {
  /** "zendesk-global: GET /api/v2/users": begins every message. */
  what: string;
  url: URL;
  redactor: Redactor;
}

/** What a caller gets: the text as it is, JSON when asked for. */
export function responseOf(answer: Answer, from: Origin): HttpResponse {
  let body: { value: unknown } | null = null;
  return {
    status: answer.status,
    headers: answer.headers,
    url: from.url,
    text: answer.text,
    bytes: answer.bytes,
    json() {
      body ??= { value: parsed(answer, from) };
      return body.value;
    },
  };
}

/** Whether the answer calls itself JSON, so that a body that is none was cut on its way. */
export function saysJson(headers: Headers): boolean {
  return /\bjson\b/i.test(headers.get("content-type") ?? "");
}

function parsed(answer: Answer, from: Origin): unknown {
  try {
    return parseJson(answer.text);
  } catch (error) {
    throw notJson(answer, from, error);
  }
}

function notJson(answer: Answer, from: Origin, cause: unknown): Error {
  const { text, headers } = answer;
  if (isHtml(text)) {
    return platformError(
      `${from.what} answered ${htmlPage(text, from.redactor)} where JSON was due: wrong address or subdomain?`,
      "check url, and that the credentials sign in there",
      cause,
    );
  }
  const instead =
    text.trim() === "" ? "nothing" : saysJson(headers) ? `JSON that breaks off after ${text.length} characters` : "no JSON";
  const quoted = text.trim() === "" || saysJson(headers) ? "" : `: "${excerpt(text, from.redactor)}"`;
  return platformError(`${from.what} answered ${instead}${quoted}`, "run again; if it stays, report this line as a bug", cause);
}
