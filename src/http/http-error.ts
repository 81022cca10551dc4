import { type Actor, RollcallError } from "../model/errors.ts";

export interface HttpErrorParts {
  status: number;
  /** Path and query, without host or secret. */
  url: string;
  /** Short excerpt of the answer, without control characters or secrets. */
  body: string;
  headers: Headers;
  fix?: string;
}

/** An answer whose status says no. */
export class HttpError extends RollcallError {
  readonly status: number;
  readonly url: string;
  readonly body: string;
  readonly headers: Headers;

  constructor(actor: Actor, message: string, parts: HttpErrorParts) {
    super(actor, message, parts.fix ?? null);
    this.name = "HttpError";
    this.status = parts.status;
    this.url = parts.url;
    this.body = parts.body;
    this.headers = parts.headers;
  }
}
