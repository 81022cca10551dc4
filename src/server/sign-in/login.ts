import { Hono } from "hono";
import { normalEmail } from "../../model/identity.ts";
import type { SignedIn } from "../../model/sign-in.ts";
import { problemAnswer } from "../api/problem.ts";
import type { Env, Request } from "../env.ts";
import type { identification } from "./identify.ts";
import type { oneTimeLinks } from "./link.ts";
import { localPath } from "./local-path.ts";
import type { SignInOptions } from "./options.ts";
import { originFault } from "./origin.ts";
import { plainPage } from "./pages.ts";
import { mainEmail, personOf } from "./roles.ts";
import type { browserSessions } from "./sessions.ts";

export interface LoginOptions extends SignInOptions {
  sessions: ReturnType<typeof browserSessions>;
  identify: ReturnType<typeof identification>;
  /** `null` = a provider is configured. */
  links: ReturnType<typeof oneTimeLinks> | null;
}

/** `GET /login`, with the one-time link's token or without, and `POST /sign-out`. */
export function loginRoutes(options: LoginOptions): Hono<Env> {
  const { sessions, identify, links, serve, url, log } = options;
  const app = new Hono<Env>();

  app.get("/login", async (request) => {
    const token = request.req.query("token");
    // Whoever only looks whether it is there must not use it up.
    if (token !== undefined && links && request.req.method === "GET") return byLink(request, token, links);
    const found = await identify.who(request);
    if ("who" in found) return request.redirect(localPath(request.req.query("to")), 303);
    return plainPage(request, serve.signIn ? withProvider(request, serve.signIn.name) : withLink(url()));
  });

  app.post("/sign-out", async (request) => {
    const fault = originFault(request, url());
    if (fault) return problemAnswer(request, fault);
    const session = await sessions.end(request);
    options.doubt();
    if (session) await options.record({ kind: "signed-out", actor: session.email, payload: {} });
    return request.redirect("/login", 303);
  });
  return app;

  async function byLink(request: Request, token: string, good: ReturnType<typeof oneTimeLinks>): Promise<Response> {
    if (!good.take(token)) return plainPage(request, usedLink);
    const who = await ofThisMachine(options);
    await options.record({ kind: "signed-in", actor: who.email, payload: { via: "link" } });
    await sessions.begin(request, who, "link");
    log.info({ outcome: "signed-in" }, `${who.email} signed in by the link of this machine`);
    return request.redirect("/", 303);
  }
}

async function ofThisMachine({ as, current }: SignInOptions): Promise<SignedIn> {
  const { roster } = await current();
  const email = mainEmail(normalEmail(as), roster);
  return { email, name: personOf({ email }, roster)?.name ?? null, groups: [] };
}

function withProvider(request: Request, name: string) {
  const to = localPath(request.req.query("to"));
  const action = { text: `Sign in with ${name}`, href: `/sign-in?to=${encodeURIComponent(to)}` };
  return { status: 200, title: "Sign in", says: ["Who has access to what, and what is asked of you."], action } as const;
}

function withLink(url: URL) {
  return {
    status: 200,
    title: "Open the link from the terminal",
    says: [
      "There is no sign-in configured, so only whoever runs Rollcall on this machine comes in.",
      `Where rollcall serve runs, it printed a link that begins with ${url.origin}/login?token=. It works once; after that the next one stands below it.`,
      "No terminal at hand? Start it again:",
    ],
    command: "rollcall serve --as you@example.com",
  } as const;
}

const usedLink = {
  status: 401,
  title: "This link was used before",
  says: [
    "It was used before, or is not the one that was printed last: each signs in once.",
    "Where rollcall serve runs, the link printed last is the one that works. To get one, start it again:",
  ],
  command: "rollcall serve --as you@example.com",
} as const;
