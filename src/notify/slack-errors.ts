import { credentialsError, laterError, platformError, type RollcallError } from "../model/errors.ts";

/** Errors that say of one person that no message reaches them; others are about us, or pass. */
export const refusals = new WeakSet<RollcallError>();

const nobody: Record<string, string> = {
  users_not_found: "knows nobody with this e-mail, or they are deactivated",
  user_not_found: "knows nobody with this id",
  user_not_visible: "does not let the app see them",
  user_disabled: "has deactivated them",
  user_is_bot: "says they are a bot",
  cannot_dm_bot: "says they are a bot",
  channel_not_found: "has no conversation with them",
  is_archived: "has archived the conversation with them",
  restricted_action: "does not allow messages to them",
  enterprise_is_restricted: "does not allow messages to them",
  msg_too_long: "says the message is too long",
};

const ours = [
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "no_permission",
  "not_allowed_token_type",
  "org_login_required",
  "ekm_access_denied",
  "access_denied",
];

const passing = [
  "ratelimited",
  "rate_limited",
  "service_unavailable",
  "internal_error",
  "fatal_error",
  "request_timeout",
  "team_added_to_org",
];

/** An answer with `ok: false`, by who must act. */
export function slackError(method: string, { error = "no reason", needed }: { error?: string; needed?: string }): RollcallError {
  const why = nobody[error];
  if (why !== undefined) {
    const refusal = platformError(`Slack ${why} (${error})`, "correct slack in the roster, or tell them otherwise");
    refusals.add(refusal);
    return refusal;
  }
  if (error === "missing_scope")
    return credentialsError(
      `Slack: ${method} needs the scope ${needed ?? "it names in its documentation"}`,
      "add it to the app, and install the app again",
    );
  if (ours.includes(error))
    return credentialsError(
      `Slack: the token was refused (${error})`,
      "make a new bot token, and put it into the variable notify.slack.token names",
    );
  if (passing.includes(error)) return laterError(`Slack: ${method} failed (${error})`, "the next round tries again");
  return platformError(
    `Slack: ${method} was refused (${error.slice(0, 80)})`,
    "look the error up in Slack's documentation of the method",
  );
}
