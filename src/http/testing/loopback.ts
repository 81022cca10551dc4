import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { interruptedError } from "../../model/errors.ts";
import { type Budget, createHttpClient, type FailureRecord, type HttpClient, type HttpOptions } from "../client.ts";
import type { Clock } from "../clock.ts";

interface Heard {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers the nth request, from 0. */
export type Handler = (response: ServerResponse, request: Heard, n: number) => void;

export interface Loopback {
  base: URL;
  heard: Heard[];
  /** Connections open now. */
  sockets(): Promise<number>;
}

/** A real HTTP server on an ephemeral port of this machine, gone when the test is. */
export async function listen(handler: Handler): Promise<Loopback> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const one: Heard = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: await bodyOf(request),
    };
    heard.push(one);
    handler(response, one, heard.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const sockets = () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  return { base: new URL(`http://127.0.0.1:${port}`), heard, sockets };
}

export function json(
  response: ServerResponse,
  body: unknown,
  options: { status?: number; headers?: Record<string, string> } = {},
): void {
  send(response, JSON.stringify(body), { ...options, headers: { "Content-Type": "application/json", ...options.headers } });
}

export function send(
  response: ServerResponse,
  body: string,
  options: { status?: number; headers?: Record<string, string> } = {},
): void {
  const { status = 200, headers } = options;
  response.writeHead(status, { "Content-Length": String(Buffer.byteLength(body)), ...headers }).end(body);
}

/** A clock on which every wait is over at once, and remembered. */
class FakeClock implements Clock {
  time = Date.parse("2026-11-22T12:00:00Z");
  readonly slept: number[] = [];

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw interruptedError();
    this.slept.push(ms);
    this.time += ms;
  }
}

export interface Rig {
  client: HttpClient;
  clock: FakeClock;
  failures: FailureRecord[];
  signal: AbortSignal;
}

/** A client toward `base` with a fake clock, no jitter, and a token that must appear nowhere. */
export function rig(base: URL, options: Partial<HttpOptions> = {}): Rig {
  const clock = new FakeClock();
  const failures: FailureRecord[] = [];
  const client = createHttpClient({
    name: "acme",
    base,
    authorizer: { headers: async () => ({ Authorization: "Bearer example-token-1234" }) },
    readBudget,
    rate: 1,
    clock,
    random: () => 1,
    onFailure: (record) => failures.push(record),
    ...options,
  });
  return { client, clock, failures, signal: new AbortController().signal };
}

function readBudget(headers: Headers, now: number): Budget | null {
  const remaining = headers.get("x-rate-limit-remaining");
  const reset = headers.get("ratelimit-reset");
  return remaining === null
    ? null
    : { limit: null, remaining: Number(remaining), resetAt: reset ? now + Number(reset) * 1000 : null };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

/** All rows of all pages. */
export async function all(pages: AsyncIterable<unknown[]>): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const page of pages) read.push(...page);
  return read;
}
