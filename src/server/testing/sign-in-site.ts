import { Hono } from "hono";
import { onTestFinished } from "vitest";
import { person, roster } from "../../core/testing/scene.ts";
import { type Endpoint, scopeOf } from "../../model/api/endpoint.ts";
import { endpoints } from "../../model/api/endpoints.ts";
import type { Config, ServeConfig, SystemConfig } from "../../model/config.ts";
import { Secret } from "../../model/secret.ts";
import { problemAnswer, problemOf } from "../api/problem.ts";
import type { Env } from "../env.ts";
import { openLog } from "../log.ts";
import { signInApp } from "../sign-in/index.ts";
import { mayNotCall } from "../sign-in/may-call.ts";
import type { SignInOptions } from "../sign-in/options.ts";
import { personOf, visibleSystems } from "../sign-in/roles.ts";
import type { Who } from "../who.ts";
import { openBrowser } from "./browser.ts";
import { type Account, openProvider } from "./open-provider.ts";

export const origin = "http://127.0.0.1:8740";

export const serveConfig: ServeConfig = {
  ...{ port: 8740, host: "127.0.0.1", url: null, trustedProxies: [], signIn: null, webhookToken: null },
  roles: { manager: [], auditor: [], viewer: [] },
  groups: {},
};

const contact = (email: string) => ({ email, name: null, gitlab: null, slack: null });

/** Dana manages, Lee audits; the federal system is for its group alone. */
export const someConfig = {
  organization: "Acme Support",
  fiscalYearStarts: "february",
  timeZone: "UTC",
  people: { opsManager: contact("dana@acme.test"), deputy: null, auditor: contact("lee@acme.test"), skip: [] },
  systems: [
    { id: "zendesk", name: "Zendesk", platform: "zendesk", visibleTo: [] as string[] } as SystemConfig,
    { id: "federal", name: "Federal", platform: "zendesk", visibleTo: ["federal"] } as SystemConfig,
  ],
  decisionsOnCommandLine: true,
  serve: serveConfig,
} as unknown as Config;

export const someRoster = roster([
  person(),
  person({ email: "pat@acme.test", name: "Pat", aliases: ["pat.private@mail.test"] }),
  person({ email: "gone@acme.test", name: "Gone", endDate: "2026-10-31" }),
]);

export interface Site {
  app: Hono<Env>;
  browser(): ReturnType<typeof openBrowser>;
  /** To be changed by a test. */
  now: string;
  config: Config;
  links: string[];
  /** Kind and actor of what went into the journal. */
  recorded: string[];
  log(): string;
}

/** What signs people in, in an app of its own: its calls of the API, one that decides, and a page. */
export function signInSite(store: SignInOptions["store"], more: { config?: Config; as?: string } = {}): Site {
  let log = "";
  const site = {
    now: "2026-11-22T12:00:00.000Z",
    config: more.config ?? someConfig,
    links: [] as string[],
    recorded: [] as string[],
    log: () => log,
  };
  const signIn = signInApp({
    serve: site.config.serve,
    url: () => site.config.serve.url ?? new URL(origin),
    current: async () => ({ config: site.config, roster: someRoster }),
    store,
    record: async ({ kind, actor }) => void site.recorded.push(`${kind}: ${actor}`),
    as: more.as ?? "Dana@acme.test",
    doubt: () => {},
    ticks: () => Date.parse(site.now),
    tellLink: (link) => void site.links.push(link),
    clock: () => site.now,
    log: openLog({
      write: (line) => {
        log += line;
      },
      isTerminal: false,
      redact: (text) => text,
    }),
  });
  const app = new Hono<Env>();
  app.use(...signIn.guard);
  app.route("/", signIn.routes);
  const api = new Hono<Env>();
  api.use(...signIn.api);
  const handlers = {
    ...signIn.handlers,
    async session(_: object, who: Who) {
      const { email, name, roles } = who;
      const person = personOf(who, someRoster)?.id ?? null;
      const systems = visibleSystems(who, site.config).map(({ id }) => ({ id }));
      return { who: { email, name, roles, person }, via: who.via, expires_at: who.expiresAt, systems };
    },
  };
  for (const name of Object.keys(handlers) as (keyof typeof handlers)[]) {
    const endpoint: Endpoint = endpoints[name];
    api.on(endpoint.method.toUpperCase(), endpoint.path.replace(/\{(\w+)\}/g, ":$1"), async (request) => {
      const fault = mayNotCall(request.get("who"), { roles: endpoint.roles, scope: scopeOf(endpoint) });
      if (fault) return problemAnswer(request, fault);
      const asked = { ...request.req.param(), ...(await request.req.json().catch(() => ({}))) };
      const handler = handlers[name] as (asked: unknown, who: Who) => Promise<unknown>;
      const answer = await handler(asked, request.get("who"));
      return endpoint.status === 204 ? request.body(null, 204) : request.json(answer as object, endpoint.status);
    });
  }
  api.post("/decisions", async (request) => {
    const fault = mayNotCall(request.get("who"), { roles: endpoints.decide.roles, scope: scopeOf(endpoints.decide) });
    return fault ? problemAnswer(request, fault) : request.json({ got: (await request.req.text()).length });
  });
  app.route("/api/v1", api);
  app.get("/findings", signIn.page, (request) => request.text(`page for ${request.get("who").email}`));
  app.onError((error, request) => problemAnswer(request, problemOf(error)));
  signIn.started();
  return Object.assign(site, { app, browser: () => openBrowser(origin, (request) => app.fetch(request)) });
}

/** The same with a real provider: sign-in by it, and its accounts to change. */
export async function providedSite(
  store: SignInOptions["store"],
  accounts: readonly Account[],
  serve: Partial<ServeConfig> = {},
) {
  const provider = await openProvider(accounts);
  onTestFinished(() => provider.close());
  provider.redirectTo(`${origin}/sign-in/callback`);
  const signIn = {
    ...{ issuer: new URL(provider.issuer), clientId: provider.client.id, clientSecret: new Secret(provider.client.secret) },
    ...{ scopes: ["openid", "email", "profile"], groupsClaim: "groups", name: "Example ID" },
  };
  const site = signInSite(store, { config: { ...someConfig, serve: { ...serveConfig, signIn, ...serve } } });
  return { site, provider, browser: site.browser() };
}
