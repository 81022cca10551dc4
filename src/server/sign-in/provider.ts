import * as oidc from "openid-client";
import type { SignInConfig } from "../../model/config.ts";
import { laterError, RollcallError } from "../../model/errors.ts";
import { normalEmail } from "../../model/identity.ts";
import { isLoopback } from "../../model/loopback.ts";
import type { SignedIn } from "../../model/sign-in.ts";

/** What of one sign-in the provider must give back. */
export interface Expected {
  state: string;
  nonce: string;
  verifier: string;
}

/** Why somebody whom the provider let in is not let in here, as sentences for them. */
export class NotLetIn extends Error {
  readonly says: readonly string[];

  constructor(says: readonly string[]) {
    super(says[0]);
    this.name = "NotLetIn";
    this.says = says;
  }
}

/** Milliseconds its addresses are taken for known. */
const known = 3_600_000;
/** Seconds it may take to answer. */
const patience = 10;

/** OpenID Connect toward the configured provider: authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636). */
export function openProvider(config: SignInConfig, clock: () => string) {
  let found: { at: number; provider: Promise<oidc.Configuration> } | null = null;
  return { addressFor, somebody };

  /** Where to send the browser. @throws later error where the provider does not answer */
  async function addressFor({ state, nonce, verifier }: Expected, redirect: URL): Promise<URL> {
    return oidc.buildAuthorizationUrl(await provider(), {
      redirect_uri: redirect.href,
      scope: config.scopes.join(" "),
      ...{ state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" },
    });
  }

  /**
   * Who came back. Issuer, audience, signature, time, state, nonce and verifier are checked by openid-client.
   * @param back our own address with the query the browser came with
   * @throws NotLetIn; later error where the provider does not answer; errors of openid-client where something does not fit
   */
  async function somebody(back: URL, { state, nonce, verifier }: Expected): Promise<SignedIn> {
    const at = await provider();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const tokens = await oidc.authorizationCodeGrant(at, back, checks);
    const claims = tokens.claims();
    if (!claims) throw new NotLetIn(["The provider says nothing of who you are."]);
    // Some say e-mail or groups only when asked for them apart: GitLab its groups, Okta both.
    const isWhole = claims.email !== undefined && claims[config.groupsClaim] !== undefined;
    const asked = !isWhole && at.serverMetadata().userinfo_endpoint !== undefined;
    const more = asked ? await oidc.fetchUserInfo(at, tokens.access_token, claims.sub) : {};
    return signedInBy({ ...more, ...claims }, config);
  }

  function provider(): Promise<oidc.Configuration> {
    const now = Date.parse(clock());
    if (found && now - found.at < known) return found.provider;
    const asked = { at: now, provider: discovered(config) };
    found = asked;
    asked.provider.catch(() => {
      if (found === asked) found = null;
    });
    return asked.provider;
  }
}

export interface SignInProbe {
  ok: boolean;
  message: string;
  fix: string | null;
}

/** Whether the provider answers as one. Nobody is signed in, and the secret is not tried: only a sign-in does. */
export async function probeProvider(config: SignInConfig): Promise<SignInProbe> {
  try {
    const { issuer } = (await discovered(config)).serverMetadata();
    return { ok: true, message: `${issuer} answers as an OpenID provider`, fix: null };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { ok: false, message: error.message, fix: error.fix };
  }
}

async function discovered({ issuer, clientId, clientSecret }: SignInConfig): Promise<oidc.Configuration> {
  const secret = clientSecret.reveal();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  // Basic is what holds where the provider does not say (OpenID Connect Discovery 1.0 §3).
  const auth: oidc.ClientAuth = (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    (!methods || methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
  // The configuration takes http toward this machine only.
  const isHere = issuer.protocol === "http:" && isLoopback(issuer.hostname);
  const execute = [oidc.enableNonRepudiationChecks, ...(isHere ? [oidc.allowInsecureRequests] : [])];
  try {
    return await oidc.discovery(issuer, clientId, undefined, auth, { execute, timeout: patience });
  } catch (error) {
    throw laterError(
      `the OpenID provider ${issuer.href} does not answer as one: ${(error as Error).message}`,
      "see that serve.sign_in.issuer is right and can be reached from here",
      error,
    );
  }
}

function signedInBy(claims: Record<string, unknown>, { groupsClaim, scopes }: SignInConfig): SignedIn {
  const { email, email_verified: isVerified, name } = claims;
  if (typeof email !== "string" || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw new NotLetIn([
      "The provider does not say your e-mail address.",
      `It is what you are known by here: see that the scope email is among those asked for (${scopes.join(" ")}) and that your profile there has one.`,
    ]);
  }
  if (isVerified === false || isVerified === "false") {
    throw new NotLetIn([`The provider says that nobody has verified ${email} yet.`, "Verify it there, then sign in again."]);
  }
  return {
    email: normalEmail(email),
    name: typeof name === "string" && name !== "" ? name : null,
    groups: named(claims[groupsClaim]),
  };
}

/** A list of names; one alone is a list of one. */
function named(groups: unknown): string[] {
  const list = Array.isArray(groups) ? groups : [groups];
  return list.filter((one): one is string => typeof one === "string" && one !== "").slice(0, 2000);
}
