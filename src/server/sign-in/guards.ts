import { randomBytes } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { problemAnswer } from "../api/problem.ts";
import type { Env } from "../env.ts";
import { hostFault } from "./origin.ts";

const largestBody = 256 * 2 ** 10;

/** Answers 421 where Host is not ours. */
export function ourHost(url: () => URL): MiddlewareHandler<Env> {
  return async (request, next) => {
    const fault = hostFault(request, url());
    if (fault) return problemAnswer(request, fault);
    await next();
  };
}

/** Answers 413, whether a body says how large it is or not. */
export const smallBody: MiddlewareHandler<Env> = bodyLimit({
  maxSize: largestBody,
  onError: (request) =>
    problemAnswer(request, {
      status: 413,
      detail: "The body is larger than 256 KiB.",
      fix: "Send less at once: 500 findings fit easily.",
    }),
});

/** Puts `nonce` beside the request, and what browsers are to refuse into the answer. */
export function securityHeaders(url: () => URL): MiddlewareHandler<Env> {
  return async (request, next) => {
    const nonce = randomBytes(16).toString("base64");
    request.set("nonce", nonce);
    await next();
    const { headers } = request.res;
    for (const [name, value] of Object.entries(always)) headers.set(name, value);
    headers.set("content-security-policy", contentSecurityPolicy(nonce));
    if (url().protocol === "https:") headers.set("strict-transport-security", "max-age=31536000");
    // What is about people is kept by no browser or proxy; files with a digest in their name say otherwise.
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  };
}

const always = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Not `no-referrer`: with that a form of ours would be posted with `Origin: null`.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
} as const;

/** No script but files of ours, and no style in the page but with the nonce. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
