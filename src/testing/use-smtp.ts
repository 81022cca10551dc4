import type { AddressInfo, Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import type { Certificate } from "./certificate.ts";
import { type ParsedMail, parsedMail } from "./parsed-mail.ts";

/** Where a sending can go wrong; `taken` = the mail is taken, and the answer does not come. */
export type SmtpStage = "connect" | "auth" | "mail" | "rcpt" | "data" | "taken";

export interface SmtpTrouble {
  at: SmtpStage;
  /** What is answered; left out, the connection is cut there, or goes silent. */
  answer?: { code: number; text: string };
  isSilent?: true;
}

export interface TakenMail extends ParsedMail {
  from: string;
  to: string[];
}

export interface TestSmtp {
  port: number;
  mails: TakenMail[];
  /** `null` = all is well. */
  trouble: SmtpTrouble | null;
  close(): Promise<void>;
}

export const smtpUser = "audits@acme.test";
export const smtpPassword = "example-mail-password";

export interface SmtpOptions {
  /** Offers STARTTLS with it, and asks for it before a password; without it nothing is encrypted. */
  certificate?: Certificate;
  /** Encrypted from the first byte. */
  isImplicitTls?: boolean;
  /** Sign-in is needed. */
  withLogin?: boolean;
}

/** A real mail server on loopback that keeps what it takes. */
export async function startSmtp({ certificate, isImplicitTls = false, withLogin = true }: SmtpOptions = {}): Promise<TestSmtp> {
  const on: TestSmtp = { port: 0, mails: [], trouble: null, close };
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    // Whoever is still connected when a test ends is let go soon.
    closeTimeout: 50,
    secure: isImplicitTls,
    ...(certificate ?? {}),
    disabledCommands: certificate ? [] : ["STARTTLS"],
    allowInsecureAuth: !certificate,
    authOptional: !withLogin,
    logger: false,
    onConnect: (_session, done) => at("connect", done),
    onAuth: ({ username, password }, _session, done) =>
      at("auth", (error) => {
        if (error) return done(error);
        const isRight = username === smtpUser && password === smtpPassword;
        return isRight ? done(null, { user: username }) : done(refusal(535, `5.7.8 ${username} is not let in`));
      }),
    onMailFrom: (_address, _session, done) => at("mail", done),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith("gone") ? done(refusal(550, `5.1.1 ${address}: no such user here`)) : at("rcpt", done),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      if (on.trouble?.at === "data" && !on.trouble.answer) stream.once("data", () => at("data", () => {}));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () =>
        at("data", (error) => {
          if (error) return done(error);
          const from = envelope.mailFrom ? envelope.mailFrom.address : "";
          const to = envelope.rcptTo.map(({ address }) => address);
          on.mails.push({ from, to, ...parsedMail(Buffer.concat(chunks)) });
          return at("taken", done);
        }),
      );
    },
  });
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => sockets.add(socket.on("close", () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  on.port = (server.server.address() as AddressInfo).port;
  return on;

  function at(stage: SmtpStage, go: (error?: Error) => void): void {
    const { trouble } = on;
    if (trouble?.at !== stage) go();
    else if (trouble.answer) go(refusal(trouble.answer.code, trouble.answer.text));
    else if (!trouble.isSilent) for (const socket of sockets) socket.destroy();
  }

  function close(): Promise<void> {
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
