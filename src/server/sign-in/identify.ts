import type { MiddlewareHandler } from "hono";
import type { Role } from "../../model/api/session.ts";
import type { StoredSession, StoredToken } from "../../model/sign-in.ts";
import { problemAnswer, type Said } from "../api/problem.ts";
import type { Env, Request } from "../env.ts";
import type { Who } from "../who.ts";
import { digestOf } from "./digest.ts";
import type { SignInOptions } from "./options.ts";
import { isSafe, originFault } from "./origin.ts";
import type { RateLimits } from "./rate-limits.ts";
import { groupsOf, isListed, knownBy, rolesOf } from "./roles.ts";
import { type browserSessions, endOf, isOver } from "./sessions.ts";

export interface IdentifyOptions extends Pick<SignInOptions, "url" | "store" | "clock" | "current"> {
  sessions: ReturnType<typeof browserSessions>;
  limits: RateLimits;
}

type Found = { who: Who } | { refused: Said };

const minute = 60_000;

/** Whoever asks, found anew at each request: a session that is ended, a token that is revoked and a role that is taken are so at once. */
export function identification({ url, store, clock, current, sessions, limits }: IdentifyOptions) {
  return { who, api, still };

  /** For `/api/v1`: puts `who` beside the request, or answers 401, 403 or 429. */
  function api(): MiddlewareHandler<Env> {
    return async (request, next) => {
      const found = await who(request);
      if ("refused" in found) {
        const waits = found.refused.status === 401 ? limits.stranger(request) : null;
        return waits ?? problemAnswer(request, found.refused);
      }
      const waits = limits.known(request, found.who.id);
      if (waits) return waits;
      request.set("who", found.who);
      await next();
    };
  }

  /** An access token goes before a session. */
  async function who(request: Request): Promise<Found> {
    const given = request.req.header("authorization");
    if (given !== undefined) return byToken(/^Bearer +([\w.~+/=-]+)$/i.exec(given)?.[1] ?? null);
    const session = await sessions.current(request);
    if (!session) return { refused: nobody };
    const fault = isSafe(request.req.method) ? null : originFault(request, url());
    return fault ? { refused: fault } : ofSession(session);
  }

  /** Whoever it was, as they stand now; `null` = they are out. Makes no session longer. */
  async function still({ id, via }: Pick<Who, "id" | "via">): Promise<Who | null> {
    const { sessions: kept, tokens } = (await store()).signIn;
    if (via === "access-token") {
      const token = await tokens.find(id);
      const found = token && (await ofToken(token));
      return found && "who" in found ? found.who : null;
    }
    const session = await kept.find(id);
    const found = session && !isOver(session, clock()) ? await ofSession(session) : null;
    return found && "who" in found ? found.who : null;
  }

  async function ofSession(session: StoredSession): Promise<Found> {
    const { email, name, via, digest: id, groups: claimed } = session;
    const standing = await standingOf(session);
    if (!standing) return { refused: nobody };
    if (standing.roles.length === 0) return { refused: stranger(email) };
    return { who: { ...{ email, name, ...standing, claimed, via, scopes: null, id }, expiresAt: endOf(session) } };
  }

  async function byToken(secret: string | null): Promise<Found> {
    if (secret === null) return { refused: badToken("is none of ours") };
    const { tokens } = (await store()).signIn;
    const token = await tokens.find(digestOf(secret));
    if (!token) return { refused: badToken("is none of ours") };
    const found = await ofToken(token);
    if ("who" in found && isLongAgo(token.usedAt, clock())) await tokens.used(token.digest, clock());
    return found;
  }

  async function ofToken(token: StoredToken): Promise<Found> {
    if (token.revokedAt !== null) return { refused: badToken("is revoked") };
    if (Date.parse(token.expiresAt) <= Date.parse(clock())) return { refused: badToken("has expired") };
    const standing = await standingOf(token);
    if (!standing) return { refused: badToken("was made by somebody who had only claimed to be its owner") };
    if (standing.roles.length === 0) return { refused: stranger(token.email) };
    const { email, name, scopes, groups: claimed, digest: id, expiresAt } = token;
    return { who: { email, name, ...standing, claimed, via: "access-token", scopes, id, expiresAt } };
  }

  /** `null` = they came in by the link, where people sign in by now. */
  async function standingOf(
    one: StoredSession | StoredToken,
  ): Promise<Pick<Who, "roles" | "groups" | "emails" | "inCharge" | "isListed"> | null> {
    const standing = await current();
    const { serve, decisionsOnCommandLine } = standing.config;
    if (one.via === "link" && serve.signIn) return null;
    const found = rolesOf(one, standing, clock());
    const roles = one.via === "link" ? byClaim(found, decisionsOnCommandLine) : found;
    const inCharge = roles.includes("manager") || roles.includes("auditor");
    const known = knownBy(one, standing.roster);
    const groups = groupsOf(known, standing.config);
    return { roles, groups, emails: known.emails, inCharge, isListed: inCharge && isListed(known, standing.config) };
  }
}

/** Whoever started us on this machine may read what we read. Who they are is claimed only: where claims do not decide, these do not either. */
function byClaim(roles: readonly Role[], mayDecide: boolean): Role[] {
  const left = roles.filter((role) => mayDecide || (role !== "manager" && role !== "auditor"));
  return left.some((role) => role !== "person") ? left : ["viewer", ...left];
}

function isLongAgo(usedAt: StoredToken["usedAt"], now: string): boolean {
  return usedAt === null || Date.parse(now) - Date.parse(usedAt) >= minute;
}

const nobody: Said = {
  status: 401,
  detail: "Nobody is signed in here, or not any more.",
  fix: "Sign in at /login, or send an access token: Authorization: Bearer rollcall_…",
  headers: { "www-authenticate": 'Bearer realm="rollcall"' },
};

function badToken(why: string): Said {
  return {
    status: 401,
    detail: `The access token ${why}.`,
    fix: "Make another on the dashboard, under Settings.",
    headers: { "www-authenticate": 'Bearer realm="rollcall", error="invalid_token"' },
  };
}

/** Known by the provider, and nobody here. */
export function stranger(email: string): Said {
  return {
    status: 403,
    detail: `${email} is neither in the roster nor named in serve.roles of rollcall.yaml.`,
    fix: "Ask whoever runs Rollcall to name you there, or to correct your e-mail in the roster.",
  };
}
