import { RollcallError } from "../model/errors.ts";
import { otherHost } from "./address.ts";
import { type Origin, responseOf, saysJson } from "./answer.ts";
import type { Ticket } from "./budget.ts";
import type { FailureRecord, HttpResponse, RequestRecord, SendOptions } from "./client.ts";
import { type Answer, type Asked, type Exchanged, exchange } from "./exchange.ts";
import { tooLate } from "./gate.ts";
import type { NetworkFailure } from "./network-failure.ts";
import { backoffMs, maxTries, passingStatus, retryAfterMs, throttleMs } from "./retry.ts";
import type { Line } from "./sender.ts";
import { statusError } from "./status-error.ts";

const maxRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A try that did not do, and what may come of it. */
interface Setback {
  status: number | null;
  error: RollcallError;
  /** Whether the same request may be sent again. */
  isRepeatable: boolean;
  /** What the other side asked to wait; `null`: as we see fit. */
  waitMs: number | null;
}

/** One request until it is answered or given up: its tries, waits, redirects and the one renewal of its credentials. */
export class Sending {
  readonly #line: Line;
  readonly #send: SendOptions;
  readonly #method: string;
  readonly #deadlineAt: number;
  #url: URL;
  #attempt = 0;
  #startedAt = 0;
  #failures = 0;
  #throttled = 0;
  #pauseMs = 0;
  #redirected = 0;
  #generation = 0;
  #isRenewed = false;

  constructor(line: Line, url: URL, send: SendOptions) {
    this.#line = line;
    this.#send = send;
    this.#url = url;
    this.#method = send.method ?? "GET";
    this.#deadlineAt = line.options.clock.now() + line.options.deadlineMs;
  }

  async run(): Promise<HttpResponse> {
    for (;;) {
      const exchanged = await this.#try();
      const response =
        "failure" in exchanged ? await this.#unanswered(exchanged.failure) : await this.#answered(exchanged.answer);
      if (response) return response;
    }
  }

  async #try(): Promise<Exchanged> {
    const { gate, options } = this.#line;
    const ticket = await gate.enter(this.#send.signal, this.#deadlineAt);
    const asked = await this.#ready().catch((error: unknown) => {
      gate.unsent();
      throw error;
    });
    this.#attempt += 1;
    this.#startedAt = options.clock.now();
    if (this.#send.meter) this.#send.meter.requests += 1;
    options.onRequest?.(this.#record());
    const exchanged = await exchange(asked, options)
      .catch((error: unknown) => {
        gate.lost();
        throw error;
      })
      .finally(() => options.slots?.give());
    this.#giveBack(ticket, exchanged);
    return exchanged;
  }

  /** The request with its credentials, and a slot for it: the last thing it waits for. */
  async #ready(): Promise<Asked> {
    const asked = await this.#asked();
    await this.#line.options.slots?.take(this.#send.signal);
    return asked;
  }

  async #asked(): Promise<Asked> {
    const { credentials, redactor, options } = this.#line;
    const { json, body, signal, binary = false } = this.#send;
    const { headers, generation } = await credentials.headers(signal);
    redactor.learnHeaders(headers);
    this.#generation = generation;
    const type: Record<string, string> = json === undefined ? {} : { "Content-Type": "application/json" };
    return {
      url: this.#url,
      method: this.#method,
      headers: { Accept: binary ? "*/*" : "application/json", "User-Agent": options.userAgent, ...type, ...headers },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
      binary,
      signal,
    };
  }

  /** Tells the gate what the answer says of the budget, before anyone else may go. */
  #giveBack(ticket: Ticket, exchanged: Exchanged): void {
    const { gate, options } = this.#line;
    if ("failure" in exchanged) {
      if (exchanged.failure.unsent) gate.unsent();
      else gate.lost();
      return;
    }
    this.#line.isReached = true;
    const { status, headers } = exchanged.answer;
    const now = options.clock.now();
    const budget = options.readBudget(headers, now);
    if (status === 429 && !this.#send.ok?.includes(status)) {
      this.#throttled += 1;
      this.#pauseMs = throttleMs(headers, { now, budget, times: this.#throttled, random: options.random });
      gate.throttled(now + this.#pauseMs);
    } else if (passingStatus.has(status) && !budget) {
      // A gateway's error without the platform's headers: who knows whether it was counted.
      gate.lost();
    } else {
      gate.answered(ticket, budget);
    }
  }

  async #unanswered(failure: NetworkFailure): Promise<null> {
    const { isReached } = this.#line;
    const doubt = this.#method === "GET" || failure.unsent ? "" : "; whether it was done is not known";
    const error = new RollcallError(
      failure.actor,
      `${this.#origin().what}: ${failure.reason}${doubt}`,
      failure.fix,
      failure.cause,
    );
    const isHopeless = failure.permanent && !(failure.unsent && isReached);
    return this.#again({ status: null, error, isRepeatable: !isHopeless && (this.#mayRepeat() || failure.unsent), waitMs: null });
  }

  async #answered(answer: Answer): Promise<HttpResponse | null> {
    const { status, headers } = answer;
    if (this.#send.ok?.includes(status)) return responseOf(answer, this.#origin());
    if (status >= 200 && status < 300) return this.#whole(answer);
    if (redirects.has(status) && this.#method === "GET" && headers.has("location")) return this.#follow(answer);
    if (status === 401 && (await this.#renew(answer))) return null;
    if (status === 429) return this.#throttle(answer);
    const waitMs = retryAfterMs(headers, this.#line.options.clock.now());
    const isRepeatable = passingStatus.has(status) && (this.#mayRepeat() || (status === 503 && waitMs !== null));
    return this.#again({ status, error: statusError(answer, this.#origin()), isRepeatable, waitMs });
  }

  /** A body that calls itself JSON and is none was cut on its way, however honest its length. */
  async #whole(answer: Answer): Promise<HttpResponse | null> {
    const response = responseOf(answer, this.#origin());
    if (this.#method !== "GET" || this.#send.binary || !saysJson(answer.headers)) return response;
    try {
      response.json();
      return response;
    } catch (error) {
      return this.#again({ status: answer.status, error: error as RollcallError, isRepeatable: true, waitMs: null });
    }
  }

  #follow({ headers, status }: Answer): null {
    const { name, base } = this.#line.options;
    const location = headers.get("location") ?? "";
    const { what } = this.#origin();
    const to = URL.canParse(location, this.#url.href) ? new URL(location, this.#url) : this.#url;
    if (to.origin !== base.origin) throw otherHost(name, { from: base, to, what: `a redirect (${status})` });
    this.#redirected += 1;
    if (this.#redirected > maxRedirects) {
      throw new RollcallError(
        "platform",
        `${what} was redirected more than ${maxRedirects} times`,
        "wrong address or subdomain? check url",
      );
    }
    this.#url = to;
    return null;
  }

  async #renew(answer: Answer): Promise<boolean> {
    if (this.#isRenewed) return false;
    this.#isRenewed = true;
    const isRenewed = await this.#line.credentials.renew(this.#generation, this.#send.signal);
    if (isRenewed) this.#note({ status: 401, reason: statusError(answer, this.#origin()).message, retryIn: 0 });
    return isRenewed;
  }

  /** The wait itself is at the gate, where it holds everyone. */
  #throttle(answer: Answer): null {
    this.#note({ status: 429, reason: statusError(answer, this.#origin()).message, retryIn: this.#pauseMs });
    return null;
  }

  /** @throws the setback's error where nothing more may be tried */
  async #again({ status, error, isRepeatable, waitMs }: Setback): Promise<null> {
    const { clock, random } = this.#line.options;
    this.#failures += 1;
    const isLast = !isRepeatable || this.#failures >= maxTries;
    const wait = waitMs ?? backoffMs(this.#failures, random);
    const until = clock.now() + wait;
    const isTooLate = until > this.#deadlineAt;
    if (this.#failures > 1) error.message += ` (try ${this.#failures} of ${maxTries})`;
    this.#note({ status, reason: error.message, retryIn: isLast || isTooLate ? null : wait });
    if (isLast) throw error;
    if (isTooLate) throw tooLate(error.message, until);
    await clock.sleep(wait, this.#send.signal);
    return null;
  }

  #mayRepeat(): boolean {
    return this.#method === "GET" || this.#send.repeatable === true;
  }

  #origin(): Origin {
    const { redactor, options } = this.#line;
    return { what: `${options.name}: ${this.#method} ${redactor.redact(this.#url.pathname)}`, url: this.#url, redactor };
  }

  #record(): RequestRecord {
    const path = this.#line.redactor.redact(this.#url.pathname + this.#url.search);
    return { method: this.#method, path, attempt: this.#attempt };
  }

  #note(failure: Pick<FailureRecord, "status" | "reason" | "retryIn">): void {
    const { onFailure, clock } = this.#line.options;
    onFailure?.({ ...this.#record(), ms: clock.now() - this.#startedAt, ...failure });
  }
}
