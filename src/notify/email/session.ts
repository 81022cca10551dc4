import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SmtpServer } from "../../core/smtp-server.ts";
import { interruptedError } from "../../model/errors.ts";
import { isLoopback } from "../../model/loopback.ts";
import { type SmtpFailure, smtpFailure } from "./failure.ts";

export interface Envelope {
  from: string;
  to: string;
  mail: Buffer;
}

/** How far it came: the server said yes, or why not. */
export type Outcome = { done: true; isEncrypted: boolean } | { done: false; failure: SmtpFailure };

const connectMs = 30_000;
/** Silence after which the server is given up. RFC 5321 §4.5.3.2 would have us wait ten minutes; nobody is that busy. */
export const silenceMs = 120_000;

export interface SessionOptions {
  server: SmtpServer;
  silenceMs: number;
  signal: AbortSignal;
}

/** Connects and signs in, and goes again. @throws interrupted error */
export function tryLogin(options: SessionOptions): Promise<Outcome> {
  return inSession(options, null);
}

/** Connects, signs in, and hands over one mail to one recipient. @throws interrupted error */
export function deliver(envelope: Envelope, options: SessionOptions): Promise<Outcome> {
  return inSession(options, envelope);
}

/** One connection a message: few are sent, and a connection that stays open breaks at the worst time. */
async function inSession({ server, silenceMs, signal }: SessionOptions, envelope: Envelope | null): Promise<Outcome> {
  if (signal.aborted) throw interruptedError();
  const connection = new SMTPConnection({ ...connectionOptions(server), socketTimeout: silenceMs });
  const mail = envelope ? watched(envelope.mail) : null;
  let onAbort = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      onAbort = () => reject(interruptedError());
      signal.addEventListener("abort", onAbort, { once: true });
      // Whatever ends the connection ends the wait, whoever was asked last.
      connection.on("error", reject).once("end", () => reject(new Error("the connection was closed")));
      dialogue(connection, { server, envelope, stream: mail?.stream ?? null }).then(resolve, reject);
    });
    return { done: true, isEncrypted: connection.secure };
  } catch (error) {
    if (signal.aborted) throw interruptedError();
    return { done: false, failure: smtpFailure(error, { server, isHandedOver: mail?.isRead() ?? false }) };
  } finally {
    signal.removeEventListener("abort", onAbort);
    connection.close();
  }
}

async function dialogue(
  connection: SMTPConnection,
  { server, envelope, stream }: { server: SmtpServer; envelope: Envelope | null; stream: Readable | null },
): Promise<void> {
  await answered((done) => connection.connect(done));
  const { login } = server;
  if (login) await answered((done) => connection.login({ credentials: { user: login.user, pass: login.password } }, done));
  if (envelope && stream) {
    const { from, to, mail } = envelope;
    await answered((done) => connection.send({ from, to: [to], size: mail.length }, stream, done));
  }
  connection.quit();
}

function answered(ask: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    ask((error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Encryption from the first byte, or STARTTLS before anything else; an unencrypted server is refused. Toward this machine itself
 * nobody listens on the way: there it is used where it is offered, whoever signed the certificate.
 */
function connectionOptions({ host, port, isImplicitTls }: SmtpServer) {
  const isHere = isLoopback(host) || host === "::1";
  return {
    host,
    port,
    secure: isImplicitTls,
    requireTLS: !isImplicitTls && !isHere,
    ...(isHere ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketCloseTimeout: 1000,
  };
}

/** The mail as a stream nobody reads before the server has said yes to DATA: from then on it may arrive. */
function watched(mail: Buffer): { stream: Readable; isRead(): boolean } {
  let isRead = false;
  const stream = new Readable({
    read() {
      isRead = true;
      this.push(mail);
      this.push(null);
    },
  });
  return { stream, isRead: () => isRead };
}
