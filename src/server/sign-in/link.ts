import { isSameText } from "../same-text.ts";
import { randomText } from "./digest.ts";

/** One-time links, as notebook servers print them. One is good at a time: using it makes the next. */
export function oneTimeLinks({ url, tell }: { url(): URL; tell(link: string): void }) {
  let secret: string | null = null;
  return {
    /** Makes and tells a new one; what was good before is not any more. */
    renew,
    /** Whether this is the one that is good. If so it was. */
    take(given: string): boolean {
      if (secret === null || !isSameText(given, secret)) return false;
      renew();
      return true;
    },
  };

  function renew(): void {
    secret = randomText();
    const link = new URL("/login", url());
    link.searchParams.set("token", secret);
    tell(link.href);
  }
}
