import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { configurationError } from "../model/errors.ts";
import type { Secret } from "../model/secret.ts";
import type { Env } from "./env.ts";
import type { Log } from "./log.ts";
import { isSameText } from "./same-text.ts";
import { toldByDatabase } from "./told.ts";
import { hinted } from "./webhook.ts";
import type { OpenAudit } from "./work.ts";
import type { Health } from "./worker.ts";

export interface HttpOptions {
  /** `null` = no webhook. */
  webhookToken: Secret | null;
  health(): Health;
  openAudits(): Promise<OpenAudit[]>;
  /** Polls these audits soon. */
  poll(audits: readonly string[]): Promise<void>;
  /** Everything else; `null` = there is nothing else here. */
  dashboard: Hono<Env> | null;
  log: Log;
}

/** An issue of ours may hold a megabyte, and GitLab sends it before and after a change. */
const largestBody = 8 * 2 ** 20;

/** `GET /healthz` and `POST /hooks/gitlab`, which are asked by other names than people use, and the dashboard behind its guards. */
export function httpApp({ webhookToken, health, openAudits, poll, dashboard, log }: HttpOptions): Hono<Env> {
  const app = new Hono<Env>();
  app.use("/healthz", secureHeaders());
  app.use("/hooks/*", secureHeaders());
  app.get("/healthz", (context) => {
    const { awaySince } = health();
    if (awaySince !== null) return context.json({ status: "waiting", database: "away", since: awaySince }, 503);
    return context.json({ status: "ok", database: "there" });
  });
  // Who may not ask is told so before anything of the body is read.
  app.use("/hooks/gitlab", async (context, next) => {
    if (!webhookToken) return context.json({ error: "no webhook is configured: set serve.webhook_token" }, 404);
    if (isSameText(context.req.header("x-gitlab-token") ?? "", webhookToken.reveal())) return next();
    log.warn({ outcome: "refused" }, "webhook: refused, its token is not ours");
    return context.json({ error: "the token is wrong" }, 401);
  });
  const tooLarge = bodyLimit({ maxSize: largestBody, onError: (context) => context.json({ error: "too large" }, 413) });
  app.post("/hooks/gitlab", tooLarge, async (context) => {
    const audits = hinted(await context.req.text(), await openAudits());
    await poll(audits);
    log.info({ outcome: "hinted", audits: audits.length }, `webhook: ${audits.length} audits will be polled`);
    return context.json({ polling: audits.length }, 202);
  });
  if (dashboard) app.route("/", dashboard);
  app.onError((error, context) => {
    log.warn(`${context.req.method} ${context.req.path}: ${toldByDatabase(error)}`);
    return context.json({ error: "not now" }, 503);
  });
  return app;
}

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** @throws configuration error where the port cannot be had */
export async function listen(app: Hono<Env>, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = await new Promise<ServerType>((resolve, reject) => {
    const made = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(made));
    made.once("error", (error: NodeJS.ErrnoException) => reject(whyNot(error, { host, port })));
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A browser keeps its connection open as long as it may.
        (server as Server).closeIdleConnections();
      }),
  };
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there",
  EACCES: "not allowed",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such host",
};

function whyNot(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  return configurationError(
    `cannot listen on ${host}, port ${port}: ${reasons[error.code ?? ""] ?? error.code}`,
    "name another with --port and --host; --port 0 takes any free port",
    error,
  );
}
