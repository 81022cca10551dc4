import type { Contact } from "../model/contact.ts";

/** One message to one person. */
export interface Message {
  to: Contact;
  subject: string;
  /** Plain text, lines; outside text in it is visible and on one line, but not escaped for any channel. */
  text: string;
  /** Unique over all messages ever sent: what it is looked up by. `zendesk-global/FY27-Q4 tell:dana@acme.test#1`. */
  marker: string;
}

/**
 * How a sending ended. `perhaps`: it may have arrived, and whether cannot be asked: it is not sent again. `refused`: it surely has
 * not arrived and will not, whoever is written to must be reached otherwise; `why` says so in a sentence.
 */
export type Delivery =
  | { ended: "sent"; where: string | null }
  | { ended: "perhaps"; why: string }
  | { ended: "refused"; why: string };

export interface ChannelProbe {
  ok: boolean;
  /** One line: who we are there, what is missing. */
  message: string;
  fix: string | null;
}

/** A way to a person beside the issue: Slack, mail. */
export interface Channel {
  /** "Slack acme.slack.com", "mail by smtp.acme.test". */
  name: string;
  probe(signal: AbortSignal): Promise<ChannelProbe>;
  /** @throws later, credentials or platform error where nothing was sent: then it is tried again later */
  send(message: Message, signal: AbortSignal): Promise<Delivery>;
  /** Whether a message with this marker arrived: asked after a crash, before it is sent again. `unknown` where nobody can say. */
  find(message: Pick<Message, "to" | "marker">, signal: AbortSignal): Promise<"sent" | "not-sent" | "unknown">;
}
