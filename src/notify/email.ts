import { smtpServer } from "../core/smtp-server.ts";
import type { EmailConfig } from "../model/config.ts";
import { configurationError } from "../model/errors.ts";
import { shortText } from "../reports/text.ts";
import type { Channel, ChannelProbe, Delivery, Message } from "./channel.ts";
import { composed, isMailAddress } from "./email/compose.ts";
import { deliver, type SessionOptions, silenceMs, tryLogin } from "./email/session.ts";

export interface MailDeps {
  /** Milliseconds of silence after which the server is given up; two minutes by default. */
  silenceMs?: number;
}

/** Plain mail by an SMTP server. Nobody can be asked whether it arrived: what is in doubt is said, and not sent again. @throws configuration error where the address is none */
export function emailChannel({ smtp, from }: EmailConfig, deps: MailDeps = {}): Channel {
  const server = smtpServer(smtp.reveal());
  if (typeof server === "string") throw configurationError(`notify.email.smtp: ${server}`);
  const session = (signal: AbortSignal) => ({ server, signal, silenceMs: deps.silenceMs ?? silenceMs });
  return {
    name: `mail by ${server.host}`,
    probe: (signal) => probe(from, session(signal)),
    send: (message, signal) => send(message, { from, session: session(signal) }),
    find: async () => "unknown",
  };
}

async function probe(from: string, session: SessionOptions): Promise<ChannelProbe> {
  const outcome = await tryLogin(session);
  const who = session.server.login ? "signed in" : "reached without sign-in";
  if (outcome.done) {
    return { ok: true, message: `${who}, ${outcome.isEncrypted ? "encrypted" : "not encrypted"}; sends as ${from}`, fix: null };
  }
  const { failure } = outcome;
  if (failure.is === "error") return { ok: false, message: failure.error.message, fix: failure.error.fix };
  return { ok: false, message: failure.why, fix: null };
}

async function send(message: Message, { from, session }: { from: string; session: SessionOptions }): Promise<Delivery> {
  const { email } = message.to;
  if (!isMailAddress(email)) return { ended: "refused", why: `${shortText(email)} is no address mail can be sent to` };
  const outcome = await deliver({ from, to: email, mail: await composed(message, from) }, session);
  if (outcome.done) return { ended: "sent", where: email };
  if (outcome.failure.is === "error") throw outcome.failure.error;
  return { ended: outcome.failure.is, why: outcome.failure.why };
}
