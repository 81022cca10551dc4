import { Hono, type MiddlewareHandler } from "hono";
import type { Env } from "../env.ts";
import { toldByDatabase } from "../told.ts";
import type { Who } from "../who.ts";
import { ourHost, securityHeaders, smallBody } from "./guards.ts";
import { type SignInHandlers, signInHandlers } from "./handlers.ts";
import { identification } from "./identify.ts";
import { oneTimeLinks } from "./link.ts";
import { localPath } from "./local-path.ts";
import { loginRoutes } from "./login.ts";
import type { SignInOptions } from "./options.ts";
import { plainPage } from "./pages.ts";
import { providerRoutes } from "./provider-routes.ts";
import { rateLimits } from "./rate-limits.ts";
import { browserSessions } from "./sessions.ts";

/** Who may come in, and how: everything the server's app is put together from. */
export interface SignIn {
  /** Before everything but `/healthz` and `/hooks/gitlab`: Host, and what browsers are to refuse; puts `nonce` beside the request. */
  guard: MiddlewareHandler<Env>[];
  /** `/login`, `/sign-in`, `/sign-out`: open to strangers. */
  routes: Hono<Env>;
  /** Before the API, in this order: puts `who` beside the request or answers a problem; then no huge body. */
  api: MiddlewareHandler<Env>[];
  /** Before pages: puts `who` beside the request, or leads to `/login` and back. */
  page: MiddlewareHandler<Env>;
  /** Whoever it was, as they stand now; `null` = they are out. Asking makes no session longer. */
  still(who: Who): Promise<Who | null>;
  /** Of the calls about who is signed in. */
  handlers: SignInHandlers;
  /** To be called when it listens: tells the one-time link, where there is one. */
  started(): void;
}

export function signInApp(options: SignInOptions): SignIn {
  const { serve, url, log } = options;
  const limits = rateLimits({ now: options.ticks ?? (() => performance.now()), trustedProxies: serve.trustedProxies });
  const sessions = browserSessions(options);
  const identify = identification({ ...options, sessions, limits });
  const links = serve.signIn ? null : oneTimeLinks({ url, tell: options.tellLink });
  const routes = new Hono<Env>();
  for (const path of ["/login", "/sign-in/*", "/sign-out"]) {
    routes.use(path, async (request, next) => limits.signIn(request) ?? next());
    routes.use(path, smallBody);
  }
  routes.route("/", loginRoutes({ ...options, sessions, identify, links }));
  if (serve.signIn) routes.route("/", providerRoutes({ ...options, signIn: serve.signIn, sessions }));
  routes.onError((error, request) => {
    log.warn(`${request.req.method} ${request.req.path}: ${toldByDatabase(error)}`);
    return plainPage(request, notNow);
  });
  return {
    guard: [securityHeaders(url), ourHost(url)],
    routes,
    api: [identify.api(), smallBody],
    page: ofPages(identify),
    still: identify.still,
    handlers: signInHandlers(options),
    started: () => links?.renew(),
  };
}

function ofPages(identify: ReturnType<typeof identification>): MiddlewareHandler<Env> {
  return async (request, next) => {
    const found = await identify.who(request);
    if ("refused" in found && found.refused.status === 403) {
      const { detail, fix } = found.refused;
      return plainPage(request, { status: 403, title: "You are nobody here", says: [detail, fix ?? ""] });
    }
    if ("refused" in found) {
      const { pathname, search } = new URL(request.req.url);
      const to = localPath(pathname + search);
      return request.redirect(to === "/" ? "/login" : `/login?to=${encodeURIComponent(to)}`, 303);
    }
    request.set("who", found.who);
    return next();
  };
}

const notNow = {
  status: 503,
  title: "Not now",
  says: ["The database is away. Nobody can be signed in until it is back; try again in a moment."],
} as const;
