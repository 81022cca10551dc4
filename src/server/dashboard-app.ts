import { Hono } from "hono";
import { everyone, viewers } from "../model/api/endpoint.ts";
import type { Context } from "../operations/context.ts";
import { isConfigured, openLooks } from "../operations/dashboard.ts";
import { handlersOf } from "./api/handlers.ts";
import { liveStream } from "./api/live.ts";
import { api, apiBase } from "./api/mount.ts";
import { problemAnswer } from "./api/problem.ts";
import { openApiDocument, referencePage } from "./api/reference.ts";
import type { AskedWork } from "./asked-work.ts";
import type { Store } from "./context-work.ts";
import type { Env, Request } from "./env.ts";
import type { LiveHub } from "./live-hub.ts";
import type { Log } from "./log.ts";
import type { PageFile } from "./page/files.ts";
import { pageApp } from "./page/page.ts";
import { seenBy } from "./seen-by.ts";
import type { SignIn } from "./sign-in/index.ts";
import { mayNotCall } from "./sign-in/may-call.ts";
import { toldByDatabase } from "./told.ts";
import type { Who } from "./who.ts";

export interface DashboardOptions {
  using<T>(act: (context: Context) => Promise<T>): Promise<T>;
  store(): Promise<Store>;
  clock(): string;
  signIn: SignIn;
  files: ReadonlyMap<string, PageFile> | null;
  live: LiveHub;
  asked: AskedWork;
  log: Log;
}

/** The dashboard, its API and its sign-in. Open to strangers: the sign-in, the API's document and its page. */
export function dashboardApp(options: DashboardOptions): Hono<Env> {
  const { using, store, clock, signIn, files, asked, log } = options;
  const app = new Hono<Env>();
  app.use(...signIn.guard);
  app.route("/", signIn.routes);
  const looks = openLooks();
  const routes = api({
    handlersFor: (who) => handlersOf({ using: seen(options, who), usingAll: using, looks, signIn: signIn.handlers, asked }),
    once: { store, clock },
    onError: (error, what) => log.warn(`${what}: ${toldByDatabase(error)}`),
  });
  const document = openApiDocument(routes);
  app.get(`${apiBase}/openapi.json`, (context) => context.json(document));
  app.get(`${apiBase}/reference`, (context) => context.html(referencePage(document, context.get("nonce"))));
  app.use(`${apiBase}/*`, ...signIn.api);
  app.get(`${apiBase}/live`, (context) => watch(context, options));
  app.route(apiBase, routes);
  const pages = pageApp(files);
  // Whoever is not signed in sees the page's files, which hold nothing of anybody, and is sent to the sign-in from every page.
  app.get("*", async (context, next) => {
    if (files?.has(context.req.path) && context.req.path !== "/index.html") return next();
    return signIn.page(context, next);
  });
  // Whoever is only asked has nothing on the overview.
  app.get("/", (context, next) =>
    context.get("who").roles.some((role) => viewers.includes(role))
      ? next()
      : Promise.resolve(context.redirect("/my-items", 303)),
  );
  app.route("/", pages);
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

/** What somebody's requests work with. */
function seen({ using }: Pick<DashboardOptions, "using">, who: Who): DashboardOptions["using"] {
  return (act) => using((context) => act(seenBy(who, context)));
}

/** What happens from now on, for as long as whoever watches is in, and as far as they may see at that time. */
async function watch(request: Request, options: DashboardOptions): Promise<Response> {
  const { live, store, signIn } = options;
  const fault = mayNotCall(request.get("who"), { roles: everyone, scope: "read" });
  if (fault) return problemAnswer(request, fault);
  let who: Who | null = request.get("who");
  return liveStream(request, {
    hub: live,
    now: async () => (await (await store()).live.running()).map((running) => ({ kind: "running" as const, running })),
    shows: async (audit) => who !== null && seen(options, who)(async (context) => isConfigured(context, audit)),
    async isIn() {
      who &&= await signIn.still(who);
      return who !== null;
    },
  });
}
