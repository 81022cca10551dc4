import { randomBytes } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { problemAnswer } from "../api/problem.ts";

const loopbackNames: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Whether a page of another name may reach us: the browser tells which name it asked, and from which page (DNS rebinding). */
export function ourHost(port: () => number, host: string): MiddlewareHandler {
  return (context, next) => {
    const ours = [...loopbackNames, host].map((name) => `${name}:${port()}`);
    if (ours.includes(context.req.header("host")?.toLowerCase() ?? "")) return next();
    return Promise.resolve(
      problemAnswer(context, {
        status: 421,
        title: "Not this server",
        detail: "The address you asked for is not ours.",
        fix: null,
      }),
    );
  };
}

const safe: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** What changes something is only taken from a page of ours. */
export const ourOrigin: MiddlewareHandler = (context, next) => {
  const { method } = context.req;
  if (safe.includes(method)) return next();
  const origin = context.req.header("origin");
  const site = context.req.header("sec-fetch-site");
  const isOurs = origin === `http://${context.req.header("host")}` && (site === undefined || site === "same-origin");
  if (isOurs) return next();
  return Promise.resolve(
    problemAnswer(context, {
      status: 403,
      title: "From another page",
      detail: "This came from a page that is not ours.",
      fix: "Do it on the dashboard itself.",
    }),
  );
};

/** No script that is not a file of ours, no style without this answer's nonce, in nobody's frame. The nonce is in the context. */
export const strictHeaders: MiddlewareHandler = async (context, next) => {
  const nonce = randomBytes(16).toString("base64");
  context.set("nonce", nonce);
  await next();
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  context.header("content-security-policy", policy.join("; "));
  context.header("x-content-type-options", "nosniff");
  context.header("referrer-policy", "no-referrer");
  context.header("cross-origin-opener-policy", "same-origin");
  context.header("cross-origin-resource-policy", "same-origin");
  context.header("permissions-policy", "camera=(), geolocation=(), microphone=()");
};

/** So many in a minute from one side, and no more: for what can be guessed. @param clock ISO 8601 */
export function atMost(count: number, clock: () => string): MiddlewareHandler {
  let minute = "";
  let seen = 0;
  return (context, next) => {
    const now = clock().slice(0, 16);
    if (now !== minute) [minute, seen] = [now, 0];
    seen += 1;
    if (seen <= count) return next();
    context.header("retry-after", "60");
    return Promise.resolve(
      problemAnswer(context, { status: 429, title: "Too often", detail: "Too many tries in a minute.", fix: "Wait a minute." }),
    );
  };
}
