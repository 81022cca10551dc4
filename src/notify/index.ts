import type { Config } from "../model/config.ts";
import type { Channel } from "./channel.ts";
import { emailChannel } from "./email.ts";
import { type SlackDeps, slackChannel } from "./slack.ts";

/** The channels a configuration names. Nothing is asked or sent yet. */
export function openChannels(
  { slack, email }: Config["notify"],
  deps: SlackDeps,
): { slack: Channel | null; email: Channel | null } {
  return { slack: slack && slackChannel(slack, deps), email: email && emailChannel(email) };
}
