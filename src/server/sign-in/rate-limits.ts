import { getConnInfo } from "@hono/node-server/conninfo";
import { problemAnswer } from "../api/problem.ts";
import type { Request } from "../env.ts";

/** So many at once, and so many a second from then on. */
interface Limit {
  burst: number;
  perSecond: number;
}

const usual = {
  /** Signing in takes three requests. Many people may come from one address. */
  signIn: { burst: 60, perSecond: 1 },
  /** Requests with a wrong token or session, or none. */
  stranger: { burst: 120, perSecond: 2 },
  /** Of one session or token. A page of the dashboard takes ten; a program may read everything page by page. */
  known: { burst: 10_000, perSecond: 500 },
} satisfies Record<string, Limit>;

/** Answers 429 where there are too many, else `null`. */
export interface RateLimits {
  signIn(request: Request): Response | null;
  stranger(request: Request): Response | null;
  known(request: Request, id: string): Response | null;
}

export interface RateLimitOptions {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Addresses that are believed when they say who asks. */
  trustedProxies: readonly string[];
  limits?: Partial<typeof usual>;
}

/** Limits of this process, in memory. */
export function rateLimits({ now, trustedProxies, limits }: RateLimitOptions): RateLimits {
  const { signIn, stranger, known } = { ...usual, ...limits };
  const [forSignIn, forStrangers, forKnown] = [buckets(signIn, now), buckets(stranger, now), buckets(known, now)];
  const of = (request: Request) => addressOf(request, trustedProxies);
  return {
    signIn: (request) => tooOften(request, forSignIn(of(request))),
    stranger: (request) => tooOften(request, forStrangers(of(request))),
    known: (request, id) => tooOften(request, forKnown(id)),
  };
}

/** @returns seconds to wait; 0 = go on */
function buckets({ burst, perSecond }: Limit, now: () => number): (key: string) => number {
  const most = 10_000;
  const left = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = now();
    const old = left.get(key);
    const tokens = old ? Math.min(burst, old.tokens + (Math.max(0, at - old.at) / 1000) * perSecond) : burst;
    // Those asked last stand last: whoever has been away longest is forgotten first.
    left.delete(key);
    left.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at });
    if (left.size > most) left.delete(left.keys().next().value ?? "");
    return tokens < 1 ? Math.ceil((1 - tokens) / perSecond) : 0;
  };
}

function tooOften(request: Request, seconds: number): Response | null {
  if (seconds === 0) return null;
  const headers = { "retry-after": String(seconds) };
  return problemAnswer(request, { status: 429, detail: "Too many requests.", fix: `Wait ${seconds} s.`, headers });
}

/** Whoever asks; behind proxies of ours the last one those name that is none of them. */
export function addressOf(request: Request, trusted: readonly string[]): string {
  const from = socketAddress(request);
  if (!trusted.includes(from)) return from;
  const named = (request.req.header("x-forwarded-for") ?? "").split(",").map((part) => plainAddress(part.trim()));
  return named.findLast((address) => address !== "" && !trusted.includes(address)) ?? from;
}

function socketAddress(request: Request): string {
  try {
    return plainAddress(getConnInfo(request).remote.address ?? "");
  } catch {
    // A test without a socket.
    return "";
  }
}

/** An IPv4 address as IPv6 writes it is that IPv4 address. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, "");
}
