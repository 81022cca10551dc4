import { addQuery, addressOf, checkBase } from "./address.ts";
import { Pacer } from "./budget.ts";
import type { HttpClient, HttpOptions, HttpResponse, SendOptions } from "./client.ts";
import { systemClock } from "./clock.ts";
import { Credentials } from "./credentials.ts";
import { Gate } from "./gate.ts";
import { Redactor } from "./redact.ts";
import { Sending } from "./sending.ts";

/** What all requests of one client share. */
export interface Line {
  options: Required<Omit<HttpOptions, "onRequest" | "onFailure" | "secrets" | "authorizer">> &
    Pick<HttpOptions, "onRequest" | "onFailure">;
  credentials: Credentials;
  gate: Gate;
  redactor: Redactor;
  /** Something has answered here: the address is right, and a name unknown since then is a passing trouble. */
  isReached: boolean;
}

export function sender(given: HttpOptions): HttpClient {
  checkBase(given.name, given.base);
  const options = {
    ...given,
    concurrency: given.concurrency ?? 6,
    slots: given.slots ?? null,
    timeoutMs: given.timeoutMs ?? 30_000,
    deadlineMs: given.deadlineMs ?? 30 * 60_000,
    maxBodyBytes: given.maxBodyBytes ?? 64 * 2 ** 20,
    clock: given.clock ?? systemClock,
    random: given.random ?? Math.random,
    userAgent: given.userAgent ?? "rollcall",
  };
  const line: Line = {
    options,
    credentials: new Credentials(given.authorizer),
    gate: new Gate(new Pacer(given.rate), options),
    redactor: new Redactor(given.secrets),
    isReached: false,
  };
  return { send: (path, send) => start(line, path, send) };
}

async function start(line: Line, path: string | URL, send: SendOptions): Promise<HttpResponse> {
  const url = addQuery(addressOf(path, line.options), send.query);
  return new Sending(line, url, send).run();
}
