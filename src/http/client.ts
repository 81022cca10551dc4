import type { Budget } from "./budget.ts";
import type { Clock } from "./clock.ts";
import { sender } from "./sender.ts";
import type { Slots } from "./slots.ts";

export type { Budget } from "./budget.ts";
export { type Clock, systemClock } from "./clock.ts";
export { HttpError } from "./http-error.ts";
export { Slots } from "./slots.ts";

/** Puts the credentials on a request. */
export interface Authorizer {
  headers(signal: AbortSignal): Promise<Record<string, string>>;
  /** After a 401: get new credentials. `false`: there is nothing to renew. Concurrent 401s call it once. */
  renew?(signal: AbortSignal): Promise<boolean>;
}

/** Counts requests, retries and redirects too: one a source, for the ledger. */
export interface Meter {
  requests: number;
}

/** A request on its way, for progress. `path` is path and query, without host or secret. */
export interface RequestRecord {
  method: string;
  path: string;
  /** 1 for the first. */
  attempt: number;
}

/** A try that failed, for progress and diagnostics. Nothing in it is secret. */
export interface FailureRecord extends RequestRecord {
  /** `null` where no answer came. */
  status: number | null;
  /** How long the try took. */
  ms: number;
  reason: string;
  /** Milliseconds until the next try; `null` where there is none. */
  retryIn: number | null;
}

export interface HttpOptions {
  /** The system ("zendesk-global") or "GitLab": begins every message. */
  name: string;
  /** https; http only toward loopback. A path in it stands before every path asked for. */
  base: URL;
  authorizer: Authorizer;
  /** What an answer's headers say of the request budget. `now` in ms since the epoch; `resetAt` is to be in that clock. */
  readBudget(headers: Headers, now: number): Budget | null;
  /** Share of the remaining request budget, 0 < rate ≤ 1. */
  rate: number;
  /** Requests of this client in flight at once, 6 by default. */
  concurrency?: number;
  /** Those of all clients of a run together; left out or `null` = this client stands alone. */
  slots?: Slots | null;
  /** One try, from sending to the last byte; 30 s by default. */
  timeoutMs?: number;
  /** All waiting of one request together, by `clock`; 30 min by default. */
  deadlineMs?: number;
  /** Decoded bytes; 64 MiB by default. */
  maxBodyBytes?: number;
  clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of waits. */
  random?: () => number;
  /** Texts that must appear nowhere; what the authorizer puts into headers is added by itself. */
  secrets?: string[];
  userAgent?: string;
  onRequest?(record: RequestRecord): void;
  onFailure?(record: FailureRecord): void;
}

export interface HttpResponse {
  status: number;
  headers: Headers;
  /** Where the answer came from, after redirects. */
  url: URL;
  /** Of a binary answer its beginning. */
  text: string;
  /** The body as it came where `binary` was asked for, else `null`. */
  bytes: Uint8Array | null;
  /**
   * The body, integers beyond 2^53 as text.
   * @throws platform error naming what came instead: an HTML page, cut JSON
   */
  json(): unknown;
}

export interface SendOptions {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  query?: Record<string, string | string[]>;
  json?: unknown;
  /** Its kind is its content type: multipart, or a form as OAuth wants it. */
  body?: FormData | URLSearchParams;
  /** The answer is bytes and no text: an archive. */
  binary?: boolean;
  meter?: Meter;
  signal: AbortSignal;
  /** Statuses returned, at once, instead of thrown or tried again. */
  ok?: number[];
  /** A write that may be sent again after a reset, timeout or 5xx. By default only GET is. */
  repeatable?: boolean;
}

export interface HttpClient {
  /**
   * One request and its answer, tried again where that is safe.
   * @param path below `base`, or an absolute address of the same origin
   * @throws HttpError by status: 401 and 403 credentials; 429 and 5xx later; else platform, or configuration where the address is wrong
   * @throws later error where no answer came; platform error for another origin or too large a body; interrupted error on abort
   */
  send(path: string | URL, options: SendOptions): Promise<HttpResponse>;
}

/** @throws configuration error where `base` is neither https nor loopback */
export function createHttpClient(options: HttpOptions): HttpClient {
  return sender(options);
}
