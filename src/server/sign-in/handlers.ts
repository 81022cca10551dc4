import { randomUUID } from "node:crypto";
import type { AccessToken } from "../../model/api/session.ts";
import type { signInEndpoints } from "../../model/api/sign-in-endpoints.ts";
import { usageError } from "../../model/errors.ts";
import type { StoredToken } from "../../model/sign-in.ts";
import type { Handlers } from "../api/mount.ts";
import { NotThere } from "../api/problem.ts";
import { actorOf } from "../who.ts";
import { digestOf, randomText } from "./digest.ts";
import type { SignInOptions } from "./options.ts";
import { endOf, isOver } from "./sessions.ts";

export type HandlerOptions = Pick<SignInOptions, "store" | "clock" | "record" | "doubt" | "log">;

/** The calls about who is signed in, but for what there is for them. What is not theirs is not there for whoever asks. */
export type SignInHandlers = Omit<Pick<Handlers, keyof typeof signInEndpoints>, "session">;

export function signInHandlers(options: HandlerOptions): SignInHandlers {
  return { ...sessionHandlers(options), ...tokenHandlers(options) };
}

type OfSessions = Pick<SignInHandlers, "signOut" | "sessions" | "endSession" | "signOutEverywhere">;

function sessionHandlers({ store, clock, record, doubt, log }: HandlerOptions): OfSessions {
  const sessions = async () => (await store()).signIn.sessions;
  return {
    async signOut(_, { email, id }) {
      await (await sessions()).end({ email, digest: id });
      doubt();
      await record({ kind: "signed-out", actor: email, payload: {} });
      return null;
    },
    async sessions(_, who) {
      const open = (await (await sessions()).of(who.email)).filter((one) => !isOver(one, clock()));
      return {
        items: open.map((one) => ({
          id: one.digest,
          is_this: one.digest === who.id,
          created_at: one.createdAt,
          seen_at: one.seenAt,
          expires_at: endOf(one),
          browser: one.browser,
        })),
      };
    },
    async endSession({ id }, who) {
      if (!(await (await sessions()).end({ email: who.email, digest: id }))) throw new NotThere("such session of yours");
      doubt();
      await record({ kind: "signed-out", actor: who.email, payload: { elsewhere: id !== who.id } });
      return null;
    },
    async signOutEverywhere(_, { email }) {
      const count = await (await sessions()).endAll(email);
      doubt();
      await record({ kind: "signed-out-everywhere", actor: email, payload: { sessions: count } });
      log.info({ outcome: "signed-out" }, `${email} signed out everywhere: ${count} sessions`);
      return null;
    },
  };
}

const day = 86_400_000;
/** Living ones of one person. */
const mostTokens = 50;

type OfTokens = Pick<SignInHandlers, "accessTokens" | "makeAccessToken" | "revokeAccessToken">;

function tokenHandlers({ store, clock, record, doubt, log }: HandlerOptions): OfTokens {
  return {
    async accessTokens(_, { email }) {
      return { items: (await (await store()).signIn.tokens.of(email)).map((token) => shown(token, clock())) };
    },
    async makeAccessToken({ name, scopes, days }, who) {
      const { tokens } = (await store()).signIn;
      const now = clock();
      if ((await tokens.of(who.email)).filter((one) => endedBy(one, now) === null).length >= mostTokens)
        throw usageError(`you have ${mostTokens} access tokens already`, "revoke those nobody uses");
      const secret = `rollcall_${randomText()}`;
      const token: StoredToken = {
        ...{ digest: digestOf(secret), id: randomUUID(), label: name, scopes: [...new Set(scopes)] },
        // As the provider named them: those of the configuration are added at each request.
        ...{ email: who.email, name: who.name, groups: [...who.claimed], via: who.via === "link" ? "link" : "sign-in" },
        ...{ createdAt: now, expiresAt: new Date(Date.parse(now) + days * day).toISOString(), usedAt: null, revokedAt: null },
      };
      const payload = { id: token.id, name, scopes: token.scopes, expires_at: token.expiresAt };
      await record({ kind: "access-token-made", actor: actorOf(who), payload });
      await tokens.make(token);
      log.info({ outcome: "made" }, `${who.email} made an access token: ${token.scopes.join(", ")}, until ${token.expiresAt}`);
      return { ...shown(token, now), token: secret };
    },
    async revokeAccessToken({ id }, who) {
      const revoked = await (await store()).signIn.tokens.revoke({ email: who.email, id, at: clock() });
      if (!revoked) throw new NotThere("such access token of yours, or it is revoked already");
      doubt();
      await record({ kind: "access-token-revoked", actor: actorOf(who), payload: { id } });
      return null;
    },
  };
}

function shown(token: StoredToken, now: string): AccessToken {
  return {
    id: token.id,
    name: token.label,
    scopes: token.scopes,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    used_at: token.usedAt,
    ended: endedBy(token, now),
  };
}

function endedBy({ revokedAt, expiresAt }: StoredToken, now: string): AccessToken["ended"] {
  if (revokedAt !== null) return "revoked";
  return Date.parse(expiresAt) <= Date.parse(now) ? "expired" : null;
}
