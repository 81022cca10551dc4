import { Hono } from "hono";
import * as oidc from "openid-client";
import type { SignInConfig } from "../../model/config.ts";
import { RollcallError } from "../../model/errors.ts";
import type { SignedIn } from "../../model/sign-in.ts";
import type { Env, Request } from "../env.ts";
import { told } from "../told.ts";
import { stranger } from "./identify.ts";
import { localPath } from "./local-path.ts";
import type { SignInOptions } from "./options.ts";
import { type Plain, plainPage } from "./pages.ts";
import { NotLetIn, openProvider } from "./provider.ts";
import { mainEmail, rolesOf } from "./roles.ts";
import type { browserSessions } from "./sessions.ts";
import { signInsUnderWay, type UnderWay } from "./under-way.ts";

export interface ProviderRoutesOptions extends SignInOptions {
  signIn: SignInConfig;
  sessions: ReturnType<typeof browserSessions>;
}

/** `GET /sign-in` leads to the provider, `GET /sign-in/callback` is where it leads back. */
export function providerRoutes(options: ProviderRoutesOptions): Hono<Env> {
  const { signIn, sessions, url, store, clock, current, record, log } = options;
  const provider = openProvider(signIn, clock);
  const underWay = signInsUnderWay({ url, clock, secret: signIn.clientSecret });
  const back = () => new URL("/sign-in/callback", url());
  const app = new Hono<Env>();

  app.get("/sign-in", async (request) => {
    const asked = new URL(request.req.url);
    // The cookie must be where the provider leads back to, and localhost is another name than 127.0.0.1.
    if (asked.host !== url().host) return request.redirect(new URL(asked.pathname + asked.search, url()).href, 303);
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    try {
      const address = await provider.addressFor({ state, nonce, verifier }, back());
      underWay.begin(request, { state, nonce, verifier, to: localPath(request.req.query("to")) });
      return request.redirect(address.href, 303);
    } catch (error) {
      return refused(request, error);
    }
  });

  app.get("/sign-in/callback", async (request) => {
    const begun = underWay.take(request);
    if (!begun) return plainPage(request, startAgain);
    try {
      return await letIn(request, begun, await cameBack(request, begun));
    } catch (error) {
      return refused(request, error);
    }
  });
  return app;

  function cameBack(request: Request, begun: UnderWay): Promise<SignedIn> {
    const address = back();
    address.search = new URL(request.req.url).search;
    return provider.somebody(address, begun);
  }

  async function letIn(request: Request, { to }: UnderWay, somebody: SignedIn): Promise<Response> {
    const standing = await current();
    const who = { ...somebody, email: mainEmail(somebody.email, standing.roster) };
    // What holds of them now holds for their access tokens too, whether or not it lets them in.
    await (await store()).signIn.tokens.refresh(who);
    if (rolesOf(who, standing, clock()).length === 0) {
      const { detail, fix } = stranger(who.email);
      await record({ kind: "sign-in-refused", actor: who.email, payload: { why: detail } });
      log.warn({ outcome: "refused" }, `${who.email} signed in with ${signIn.name}, and is nobody here`);
      return plainPage(request, { status: 403, title: "You are nobody here", says: [detail, fix ?? ""], action: again });
    }
    await record({ kind: "signed-in", actor: who.email, payload: { via: "sign-in" } });
    await sessions.begin(request, who, "sign-in");
    log.info({ outcome: "signed-in" }, `${who.email} signed in with ${signIn.name}`);
    return request.redirect(to, 303);
  }

  /** What the provider says may hold anything: people are told what to do, the log what it was. */
  function refused(request: Request, error: unknown): Promise<Response> {
    if (error instanceof NotLetIn) return plainPage(request, { ...startAgain, title: "Not signed in", says: error.says });
    if (error instanceof RollcallError) {
      log.warn({ outcome: "failed" }, `sign-in: ${told(error)}`);
      return plainPage(request, providerAway(signIn.name));
    }
    log.warn({ outcome: "refused" }, `sign-in: ${reasonOf(error)}`);
    const saidNo = error instanceof oidc.AuthorizationResponseError && error.error === "access_denied";
    return plainPage(request, saidNo ? { ...startAgain, title: "Not signed in", says: [saysNo] } : startAgain);
  }
}

function reasonOf(error: unknown): string {
  const { message, code, error: named } = error as { message?: string; code?: string; error?: string };
  return [message ?? String(error), named ?? code]
    .filter((part) => part !== undefined)
    .join(": ")
    .slice(0, 300);
}

const again = { text: "Sign in again", href: "/sign-in" };
const saysNo = "The provider did not let you in, or you said no there.";

const startAgain: Plain = {
  status: 403,
  title: "This sign-in cannot be finished",
  says: ["It took longer than ten minutes, was finished already, or was begun in another browser or tab."],
  action: again,
};

function providerAway(name: string): Plain {
  const says = [`${name} does not answer, so nobody can be signed in now. Whoever runs Rollcall finds the reason in its log.`];
  return { status: 502, title: "The sign-in is away", says, action: again };
}
