import { expect } from "vitest";
import { serve } from "../app.ts";
import { type Company, now } from "./company.ts";

/** A running dashboard of a company. */
export interface Dashboard {
  url: string;
  /** The one-time link. */
  link: string;
  log(): string;
  stop(): Promise<void>;
}

/** @param of `as`: who opens the link; `at`: what time it is, ISO 8601; `isTerminal`: whether somebody reads what it prints */
export async function startDashboard(
  company: Company,
  { as, at = now, isTerminal = false }: { as: string; at?: string; isTerminal?: boolean },
): Promise<Dashboard> {
  const ending = new AbortController();
  let log = "";
  const listening = Promise.withResolvers<{ url: string; link: string }>();
  const ended = serve(
    {
      ...{ config: company.config, cwd: company.folder, env: { ...process.env, ...company.env }, worker: false, port: 0, as },
      ...{ isTerminal, signal: ending.signal, onListening: (url, link) => listening.resolve({ url, link: link ?? "" }) },
      write: (line) => {
        log += line;
      },
    },
    { clock: () => new Date(at).toISOString() },
  );
  ended.catch(listening.reject);
  const { url, link } = await listening.promise;
  return {
    ...{ url, link, log: () => log },
    async stop() {
      ending.abort();
      await ended;
    },
  };
}

/** One browser's cookies, without the browser. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** As a page of ours sends it. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  cookie: string;
}

/** Somebody who opened the link. */
export async function visitor({ url, link }: Pick<Dashboard, "url" | "link">): Promise<Visitor> {
  const response = await fetch(link, { redirect: "manual" });
  expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
  const send = (path: string, init: RequestInit) => fetch(new URL(path, url), { redirect: "manual", ...init });
  return {
    cookie,
    get: (path, headers = {}) => send(path, { headers: { cookie, ...headers } }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { cookie, origin: url, "content-type": "application/json", ...headers },
      }),
  };
}
