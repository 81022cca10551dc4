import { credentialsError, laterError, RollcallError } from "../../model/errors.ts";

/** Who `op` acts for: decides what helps where it is refused. */
export interface Caller {
  /** The system in rollcall.yaml: "1password". */
  system: string;
  isService: boolean;
}

/** A command of `op` that did not work for no reason we know of, or was not understood. */
export class OrdinaryFailure extends RollcallError {
  constructor(message: string) {
    super("platform", message, "run the same command by hand to see more; nothing of this source was used");
  }
}

/** Nobody is signed in: what was asked for does not matter, and nothing else need be asked. */
export class SignedOut extends RollcallError {
  constructor(message: string, fix: string) {
    super("credentials", message, fix);
  }
}

// Nothing documents these texts: they are what people have reported of `op` 2.
const tooFast = /rate.?limit|too many requests|\b429\b/i;
const unsupported = /(?:not|un)[- ]?supported|not available (?:for|with|to) service/i;
const badToken =
  /service account (?:token|(?:was |has been )?(?:deleted|expired|disabled))|decode ?sa ?credentials|invalid token/i;
const signedOut = new RegExp(
  [
    "not (?:currently |been )?signed in",
    "session (?:has )?expired",
    "session token",
    "no accounts? (?:found|configured)",
    "authorization (?:prompt|timeout)",
    "\\blocked\\b",
    "connecting to desktop app",
    "not authenticated",
    "unauthori[sz]ed",
    "\\b401\\b",
  ].join("|"),
  "i",
);
const forbidden =
  /service accounts?\b|forbidden|\b403\b|permission|not authori[sz]ed|n't authori[sz]ed|not allowed|access denied/i;

/**
 * What it means that `op` ended with another exit code than 0.
 * @param what "op user list" @param told the text of its [ERROR] line, without secrets
 */
export function refusalOf(what: string, told: string, caller: Caller): RollcallError {
  const message = `${what} failed: ${told}`;
  if (tooFast.test(told))
    return laterError(message, "run again when the limit is reset: `op service-account ratelimit` says when");
  if (unsupported.test(told)) return credentialsError(message, notYours(caller));
  if (caller.isService && (badToken.test(told) || signedOut.test(told))) return new SignedOut(message, checkToken);
  if (signedOut.test(told)) return new SignedOut(message, signIn);
  if (forbidden.test(told)) return credentialsError(message, notYours(caller));
  return new OrdinaryFailure(message);
}

const checkToken = "check the service account's token: it may have been revoked, or be of another account";
const signIn =
  "unlock the 1Password app with its CLI integration on (Settings → Developer), or run `eval $(op signin)` in this terminal; then run again";

/** What a person can do where whoever `op` acts for may not look. */
function notYours({ system, isService }: Caller): string {
  if (!isService) return "sign in as an administrator or owner of the 1Password account, or as a manager of the group";
  return `run it once as a person: without a service account's token, \`rollcall audit ${system}\` uses the 1Password app or an existing \`op signin\`; or read the group from a SCIM bridge (scim: of this system), or an export with platform: csv`;
}
