import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { normalEmail } from "../../model/identity.ts";
import type { Store } from "../context-work.ts";
import { digestOf, newSecret } from "./digest.ts";

const cookie = "rollcall";

/** Somebody who has not come for so long is out; and everybody is after the longest. Milliseconds. */
const idle = 8 * 3_600_000;
const longest = 7 * 86_400_000;

/** So seldom is it written that somebody is still there. Milliseconds. */
const everyMinute = 60_000;

export interface SignedIn {
  /** As compared. */
  email: string;
  digest: string;
  /** ISO 8601. */
  expiresAt: string;
}

export interface SessionOptions {
  store(): Promise<Store>;
  clock(): string;
}

/** Opens a session in this browser; one that was open there is ended. */
export async function signIn(context: Context, email: string, { store, clock }: SessionOptions): Promise<void> {
  const { sessions } = await store();
  const before = getCookie(context, cookie);
  if (before !== undefined) await sessions.end(digestOf(before));
  const secret = newSecret();
  const at = clock();
  const session = { createdAt: at, seenAt: at, expiresAt: later(at, idle) };
  await sessions.open({ digest: digestOf(secret), email: normalEmail(email), who: { email }, ...session });
  setCookie(context, cookie, secret, { httpOnly: true, sameSite: "Strict", path: "/", maxAge: longest / 1000 });
}

/** Who asks, by their cookie; `null` = nobody who is signed in. */
export async function signedIn(context: Context, { store, clock }: SessionOptions): Promise<SignedIn | null> {
  const secret = getCookie(context, cookie);
  if (!secret) return null;
  const digest = digestOf(secret);
  const { sessions } = await store();
  const now = clock();
  const session = await sessions.find(digest, now);
  if (!session || Date.parse(later(session.createdAt, longest)) <= Date.parse(now)) return null;
  const { email, seenAt } = session;
  if (Date.parse(now) - Date.parse(seenAt) < everyMinute) return { email, digest, expiresAt: session.expiresAt };
  const expiresAt = later(now, idle);
  await sessions.seen(digest, { seenAt: now, expiresAt });
  return { email, digest, expiresAt };
}

/** Whether a session that was there is there still. It is made no longer by this. */
export async function isStillIn(digest: string, { store, clock }: SessionOptions): Promise<boolean> {
  const now = clock();
  const session = await (await store()).sessions.find(digest, now);
  return session !== null && Date.parse(later(session.createdAt, longest)) > Date.parse(now);
}

/** Ends it here and in the database. */
export async function signOut(context: Context, { store }: Pick<SessionOptions, "store">): Promise<void> {
  const secret = getCookie(context, cookie);
  if (secret !== undefined) await (await store()).sessions.end(digestOf(secret));
  deleteCookie(context, cookie, { path: "/" });
}

function later(at: string, by: number): string {
  return new Date(Date.parse(at) + by).toISOString();
}
