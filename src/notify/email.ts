import { createHash } from "node:crypto";
import { createTransport, type SentMessageInfo, type Transporter } from "nodemailer";
import type { EmailConfig } from "../model/config.ts";
import { credentialsError, interruptedError, laterError, platformError, type RollcallError } from "../model/errors.ts";
import { isLoopback } from "../model/loopback.ts";
import type { Channel, ChannelProbe, Delivery, Message } from "./channel.ts";

/** Milliseconds until a connection must stand, and a server must have answered. */
const patience = 15_000;

/** Mail by SMTP, as plain text. Nobody can be asked whether it arrived. */
export function emailChannel({ smtp, from }: EmailConfig): Channel {
  const address = new URL(smtp.reveal());
  const name = `mail by ${address.hostname}`;
  return {
    name,
    probe: () => probe(transportTo(address), { name, from }),
    send: (message, signal) => send(transportTo(address), message, { from, signal, name }),
    find: async () => "unknown",
  };
}

/** Passwords go over the wire encrypted, or not at all, but on this machine. */
function transportTo(address: URL): Transporter {
  const isSecure = address.protocol === "smtps:";
  const user = decodeURIComponent(address.username);
  return createTransport({
    host: address.hostname.replace(/^\[|\]$/g, ""),
    port: Number(address.port) || (isSecure ? 465 : 587),
    secure: isSecure,
    requireTLS: !isSecure && !isLoopback(address.hostname),
    ignoreTLS: !isSecure && isLoopback(address.hostname),
    ...(user ? { auth: { user, pass: decodeURIComponent(address.password) } } : {}),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function probe(transport: Transporter, { name, from }: { name: string; from: string }): Promise<ChannelProbe> {
  try {
    await transport.verify();
    return { ok: true, message: `reached; mail is sent from ${from}`, fix: null };
  } catch (error) {
    const { message, fix } = troubleOf(error, name);
    return { ok: false, message, fix };
  } finally {
    transport.close();
  }
}

async function send(
  transport: Transporter,
  message: Message,
  { from, signal, name }: { from: string; signal: AbortSignal; name: string },
): Promise<Delivery> {
  if (signal.aborted) throw interruptedError();
  try {
    const { messageId }: SentMessageInfo = await transport.sendMail({
      from: { name: "Rollcall", address: from },
      to: { name: message.to.name ?? "", address: message.to.email },
      subject: message.subject,
      text: message.text,
      messageId: messageIdOf(message.marker, from),
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { ended: "sent", where: messageId };
  } catch (error) {
    return failed(error, { message, name });
  } finally {
    transport.close();
  }
}

/** The same for the same message, so that whoever receives two of them can tell. */
function messageIdOf(marker: string, from: string): string {
  return `<${createHash("sha256").update(marker).digest("hex").slice(0, 40)}@${from.split("@")[1] ?? "rollcall.invalid"}>`;
}

interface SmtpFailure {
  code?: string;
  command?: string;
  responseCode?: number;
  message?: string;
}

/** Codes of nodemailer under which the text of the mail surely has not been handed over. */
const beforehand = ["EAUTH", "EDNS", "ETLS", "EENVELOPE", "ENOAUTH", "EOAUTH2", "ECONFIG"];

/** @throws where nothing was sent: it is tried again */
function failed(error: unknown, { message, name }: { message: Message; name: string }): Delivery {
  const { code = "", command = "", responseCode = 0 } = error as SmtpFailure;
  const isRefused = responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
  if (isRefused) return { ended: "refused", why: `${name} refused the mail to ${message.to.email}: ${wordsOf(error)}` };
  // A server that answers has not taken it; one that never was reached neither.
  if (beforehand.includes(code) || responseCode >= 400 || (command === "CONN" && isUnreached(error)))
    throw troubleOf(error, name);
  return {
    ended: "perhaps",
    why: `${name} broke off (${wordsOf(error)}): the mail to ${message.to.email} may have arrived, and whether it has cannot be asked.`,
  };
}

function isUnreached(error: unknown): boolean {
  return /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|Connection timeout|Greeting never received/i.test(
    String((error as SmtpFailure).message),
  );
}

function troubleOf(error: unknown, name: string): RollcallError {
  const { code = "", responseCode = 0 } = error as SmtpFailure;
  if (code === "EAUTH")
    return credentialsError(`${name}: the user or password was refused`, "correct the variable notify.email.smtp names");
  if (code === "ETLS" || (code === "ESOCKET" && !isUnreached(error)))
    return platformError(
      `${name}: no encrypted connection could be made: ${wordsOf(error)}`,
      "use smtps://, or a server that offers STARTTLS",
    );
  if (responseCode >= 500) return platformError(`${name}: ${wordsOf(error)}`, "ask whoever runs the mail server");
  return laterError(`${name} did not take mail: ${wordsOf(error)}`, "the next round tries again");
}

/** The server's words, on one line and short; credentials are never in them. */
function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/[\p{Cc}\s]+/gu, " ").slice(0, 200);
}
