import type { Actor } from "../model/errors.ts";
import type { Origin } from "./answer.ts";
import type { Answer } from "./exchange.ts";
import { HttpError } from "./http-error.ts";
import { isHtml, reasonOf } from "./reason.ts";

interface Blame {
  actor: Actor;
  fix: string;
}

/** A status that says no, as an error told apart by who must act. @param more said after the reason: how often it was tried */
export function statusError(answer: Answer, from: Origin, more = ""): HttpError {
  const { status, headers } = answer;
  const body = reasonOf(answer.text, from.redactor);
  const { actor, fix } = blame(answer, body);
  const message = `${from.what} answered ${status}${body ? `: ${body}` : ""}${more}`;
  return new HttpError(actor, message, { status, url: from.redactor.redact(from.url.pathname), body, headers, fix });
}

const wrongAddress: Blame = { actor: "configuration", fix: "wrong address or subdomain? check url" };

function blame({ status, text }: Answer, body: string): Blame {
  if (status === 401) return { actor: "credentials", fix: "check the token or password: it may have expired or been revoked" };
  if (status === 403)
    return {
      actor: "credentials",
      fix: "the credentials are known but lack a right: give their user the role, or the token the scope",
    };
  if (status === 429 || status >= 500) return { actor: "later", fix: "run again later" };
  // Zendesk's words for a subdomain nobody has.
  if (status === 404 && (isHtml(text) || /no help desk at/i.test(body))) return wrongAddress;
  if (status < 400) return { ...wrongAddress, actor: "platform" };
  return { actor: "platform", fix: "if the platform's documentation allows this request, report this line as a bug" };
}
