import { digestOf, newSecret } from "./digest.ts";

/** The link that is printed at the start, as notebook servers do: whoever reads the terminal may come in, once. */
export interface OneTimeLink {
  /** A fresh one: the one before counts no more. @param url `http://127.0.0.1:8740` */
  make(url: string): string;
  /** True the first time, and never again. */
  use(token: string): boolean;
}

export function oneTimeLink(): OneTimeLink {
  let waiting: string | null = null;
  return {
    make(url) {
      const token = newSecret();
      waiting = digestOf(token);
      const link = new URL("/login", url);
      link.searchParams.set("token", token);
      return link.href;
    },
    use(token) {
      const isIt = waiting !== null && digestOf(token) === waiting;
      if (isIt) waiting = null;
      return isIt;
    },
  };
}
