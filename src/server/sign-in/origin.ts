import { isLoopback } from "../../model/loopback.ts";
import type { Said } from "../api/problem.ts";
import type { Request } from "../env.ts";

/** Methods that change nothing (RFC 9110 §9.2.1). */
export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** Hosts we answer to: that of our address; on this machine by each of its names. */
export function ourHosts(url: URL): string[] {
  if (!isLoopback(url.hostname)) return [url.host];
  const names = new Set([url.hostname, "127.0.0.1", "localhost", "[::1]"]);
  return [...names].map((name) => (url.port ? `${name}:${url.port}` : name));
}

/**
 * Another site may send a browser's cookie along, or have its own name lead to this machine (DNS rebinding): whoever asks must have meant
 * us. Both `Host` and the address of the request line count.
 */
export function hostFault(request: Request, url: URL): Said | null {
  const hosts = ourHosts(url);
  const asked = [request.req.header("host")?.toLowerCase(), new URL(request.req.url).host];
  if (asked.every((host) => host === undefined || hosts.includes(host))) return null;
  return {
    status: 421,
    detail: "The address you asked for is not ours.",
    fix: `Open ${url.origin}, or set serve.url in rollcall.yaml to the address people use; a proxy must pass Host on.`,
  };
}

/** What changes something and comes with a cookie must come from a page of ours. Browsers say where from; what says nothing is none. */
export function originFault(request: Request, url: URL): Said | null {
  const site = request.req.header("sec-fetch-site");
  const origin = request.req.header("origin");
  const isOurs = origin !== undefined && ourHosts(url).some((host) => origin === `${url.protocol}//${host}`);
  if (isOurs && (site === undefined || site === "same-origin")) return null;
  return {
    status: 403,
    detail: "This came from a page that is not ours.",
    fix: "Do it on the dashboard itself; a program uses an access token instead of a cookie.",
  };
}
