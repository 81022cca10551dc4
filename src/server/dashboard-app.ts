import { type Context as Asking, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Config } from "../model/config.ts";
import type { Context } from "../operations/context.ts";
import { isConfigured } from "../operations/dashboard.ts";
import { handlersOf } from "./api/handlers.ts";
import { liveStream } from "./api/live.ts";
import { api, apiBase, notSignedIn } from "./api/mount.ts";
import { problemAnswer } from "./api/problem.ts";
import { openApiDocument, referencePage } from "./api/reference.ts";
import type { AskedWork } from "./asked-work.ts";
import type { Store } from "./context-work.ts";
import type { LiveHub } from "./live-hub.ts";
import type { Log } from "./log.ts";
import type { PageFile } from "./page/files.ts";
import { type PageVariables, pageApp } from "./page/page.ts";
import { atMost, ourHost, ourOrigin, strictHeaders } from "./sign-in/guards.ts";
import type { OneTimeLink } from "./sign-in/link.ts";
import { loginPage } from "./sign-in/login-page.ts";
import { rolesOf } from "./sign-in/roles.ts";
import { isStillIn, type SessionOptions, signedIn, signIn, signOut } from "./sign-in/sessions.ts";
import { toldByDatabase } from "./told.ts";
import type { Who } from "./who.ts";

export interface DashboardOptions {
  config: Config;
  using<T>(act: (context: Context) => Promise<T>): Promise<T>;
  store(): Promise<Store>;
  clock(): string;
  /** E-mail of whoever opens the link. */
  as: string;
  link: OneTimeLink;
  host: string;
  /** Where it listens: known once it does. */
  port(): number;
  files: ReadonlyMap<string, PageFile> | null;
  live: LiveHub;
  asked: AskedWork;
  log: Log;
}

/** What the API takes at most: a decision on a thousand findings is well below. */
const largestBody = 256 * 1024;

/** The dashboard, its API and its sign-in. Open to strangers: the sign-in, the API's document and its page. */
export function dashboardApp(options: DashboardOptions): Hono<PageVariables> {
  const { config, using, clock, link, log } = options;
  const sessions = { store: options.store, clock };
  const app = new Hono<PageVariables>();
  app.use(strictHeaders, ourHost(options.port, options.host), ourOrigin);
  app.get("/login", atMost(30, clock), async (context) => {
    const token = context.req.query("token");
    if (token === undefined || !link.use(token)) return context.html(loginPage(token !== undefined), 401);
    await signIn(context, options.as, sessions);
    return context.redirect("/", 303);
  });
  app.post("/sign-out", async (context) => {
    await signOut(context, sessions);
    options.live.doubt();
    return context.redirect("/login", 303);
  });
  const routes = api({
    ...handlersOf({ using, asked: options.asked }),
    async who(context) {
      const session = await signedIn(context, sessions);
      return session && whoIs(session, config);
    },
    onError: (error, what) => log.warn(`${what}: ${toldByDatabase(error)}`),
  });
  const document = openApiDocument(routes);
  app.get(`${apiBase}/openapi.json`, (context) => context.json(document));
  app.get(`${apiBase}/reference`, (context) => context.html(referencePage(document, context.get("nonce"))));
  const tooLarge = bodyLimit({
    maxSize: largestBody,
    onError: (context) =>
      problemAnswer(context, { status: 413, title: "Too large", detail: "The body is too large.", fix: null }),
  });
  app.use(`${apiBase}/*`, tooLarge);
  app.get(`${apiBase}/live`, (context) => watch(context, options, sessions));
  app.route(apiBase, routes);
  const files = pageApp(options.files);
  // Whoever is not signed in sees the page's files, which hold nothing of anybody, and is sent to the sign-in from every page.
  app.get("*", async (context, next) => {
    if (options.files?.has(context.req.path) && context.req.path !== "/index.html") return next();
    return (await signedIn(context, sessions)) ? next() : context.redirect("/login", 303);
  });
  app.route("/", files);
  app.onError((error, context) => {
    log.warn(`${context.req.method} ${context.req.path}: ${toldByDatabase(error)}`);
    return problemAnswer(context, {
      status: 503,
      detail: "The database does not answer.",
      fix: "It is tried again: load the page in a moment.",
    });
  });
  return app;
}

/** What happens from now on, for whoever is signed in. */
async function watch(context: Asking, { live, using, store }: DashboardOptions, sessions: SessionOptions): Promise<Response> {
  const session = await signedIn(context, sessions);
  if (!session) return notSignedIn(context);
  return liveStream(context, {
    hub: live,
    now: async () => (await (await store()).live.running()).map((running) => ({ kind: "running" as const, running })),
    shows: (audit) => using(async (opened) => isConfigured(opened, audit)),
    isIn: () => isStillIn(session.digest, sessions),
  });
}

function whoIs({ email, expiresAt }: { email: string; expiresAt: string }, config: Config): Who {
  return { email, roles: rolesOf(email, config), expiresAt };
}
