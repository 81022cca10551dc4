import type { SignedIn, StoredSession } from "../../model/sign-in.ts";
import type { Request } from "../env.ts";
import { digestOf, randomText } from "./digest.ts";
import type { SignInOptions } from "./options.ts";
import { ownCookie } from "./own-cookie.ts";

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** Milliseconds a session lives without being used, and however much it is. */
const [idle, longest] = [8 * hour, 7 * day];

const after = (time: string, ms: number) => new Date(Date.parse(time) + ms).toISOString();

/** When it is over, as it stands. */
export function endOf({ seenAt, expiresAt }: StoredSession): string {
  const end = after(seenAt, idle);
  return Date.parse(end) < Date.parse(expiresAt) ? end : expiresAt;
}

export function isOver(session: StoredSession, now: string): boolean {
  return Date.parse(endOf(session)) <= Date.parse(now);
}

/** The browser's side of sessions: a cookie with 256 random bits, of which only a digest is kept. */
export function browserSessions({ url, store, clock }: Pick<SignInOptions, "url" | "store" | "clock">) {
  const cookie = ownCookie("rollcall", url);
  return { begin, current, end, forget };

  /** A new one, whatever the browser brought: that one ends. */
  async function begin(request: Request, who: SignedIn, via: "sign-in" | "link"): Promise<void> {
    await end(request);
    const [secret, now] = [randomText(), clock()];
    const times = { createdAt: now, seenAt: now, expiresAt: after(now, longest) };
    const browser = browserOf(request.req.header("user-agent"));
    await (await store()).signIn.sessions.begin({ ...who, digest: digestOf(secret), via, browser, ...times });
    cookie.set(request, secret, longest);
  }

  async function current(request: Request): Promise<StoredSession | null> {
    const secret = cookie.get(request);
    if (!secret) return null;
    const { sessions } = (await store()).signIn;
    const [session, now] = [await sessions.find(digestOf(secret)), clock()];
    if (!session || isOver(session, now)) return null;
    if (Date.parse(now) - Date.parse(session.seenAt) < minute) return session;
    await sessions.seen(session.digest, now);
    return { ...session, seenAt: now };
  }

  /** Ends the one of this browser. @returns what it was; `null` = there was none */
  async function end(request: Request): Promise<StoredSession | null> {
    const session = await current(request);
    if (session) await (await store()).signIn.sessions.end(session);
    forget(request);
    return session;
  }

  /** Takes its cookie from the browser. */
  function forget(request: Request): void {
    if (cookie.get(request) !== undefined) cookie.remove(request);
  }
}

const browsers = [
  ["Edge", /\bEdg\//],
  ["Firefox", /\bFirefox\//],
  ["Chrome", /\bChrom(?:e|ium)\//],
  ["Safari", /\bSafari\//],
] as const;
const machines = [
  ["Android", /\bAndroid\b/],
  ["iOS", /\b(?:iPhone|iPad)\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** `Firefox on Linux`, for people to tell their own apart by. */
function browserOf(agent = ""): string | null {
  const [browser, machine] = [browsers, machines].map((known) => known.find(([, has]) => has.test(agent))?.[0]);
  return browser ? `${browser}${machine ? ` on ${machine}` : ""}` : null;
}
