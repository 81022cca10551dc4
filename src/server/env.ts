import type { Context } from "hono";
import type { Who } from "./who.ts";

/** What middleware puts beside a request. A type, not an interface: Hono asks for an index signature. */
export type Env = {
  Variables: {
    /** Whoever asks; only where `identify` let them in. */
    who: Who;
    /** Of this answer's Content-Security-Policy: `style-src 'nonce-…'`. */
    nonce: string;
  };
};

export type Request = Context<Env>;
