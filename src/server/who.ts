import type { Role } from "../model/api/session.ts";

/** Whoever asks something of the server, signed in. */
export interface Who {
  /** As compared: lower case, without `+tag`. */
  email: string;
  /** Best first; never empty. Found anew at each request from the configuration as it is now. */
  roles: readonly Role[];
  /** ISO 8601. */
  expiresAt: string;
}

/** As an event names them: who reads the terminal may say to be anybody. */
export function actorOf({ email }: Who): string {
  return `${email}, by the link of the machine Rollcall runs on`;
}
