import { createHmac } from "node:crypto";
import type { Secret } from "../../model/secret.ts";
import type { Request } from "../env.ts";
import { isSameText } from "../same-text.ts";
import { ownCookie } from "./own-cookie.ts";
import type { Expected } from "./provider.ts";

/** A sign-in that is going on in a browser. */
export interface UnderWay extends Expected {
  /** Where they wanted to go. */
  to: string;
}

/** Milliseconds somebody may take at the provider. */
const longest = 10 * 60_000;

export interface UnderWayOptions {
  url(): URL;
  clock(): string;
  /** Of the client: every process of one installation has it, and nobody else. */
  secret: Secret;
}

/**
 * Sign-ins that are going on, each in a cookie of the browser that began it: whoever comes back with another browser's answer is not let
 * in, and any process may take it up. What the cookie says is signed, counts ten minutes, and once.
 */
export function signInsUnderWay({ url, clock, secret }: UnderWayOptions) {
  const key = createHmac("sha256", secret.reveal()).update("rollcall: sign-ins under way").digest();
  const taken = new Map<string, number>();
  const cookie = ownCookie("rollcall-sign-in", url);

  return {
    begin(request: Request, one: UnderWay): void {
      const said = Buffer.from(JSON.stringify({ ...one, at: Date.parse(clock()) })).toString("base64url");
      cookie.set(request, `${said}.${sealOf(said)}`, longest);
    },

    /** That of this browser, which is over with it. `null` = there is none, or it is not good any more. */
    take(request: Request): UnderWay | null {
      const brought = cookie.get(request);
      if (brought === undefined) return null;
      cookie.remove(request);
      const [said = "", seal = ""] = brought.split(".");
      if (!isSameText(seal, sealOf(said))) return null;
      const { at, ...one } = JSON.parse(Buffer.from(said, "base64url").toString()) as UnderWay & { at: number };
      const now = Date.parse(clock());
      if (now - at > longest || now < at || taken.has(one.state)) return null;
      for (const [state, since] of taken) if (now - since > longest) taken.delete(state);
      taken.set(one.state, now);
      return one;
    },
  };

  function sealOf(said: string): string {
    return createHmac("sha256", key).update(said).digest("base64url");
  }
}
