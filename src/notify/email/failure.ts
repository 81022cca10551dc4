import type { SmtpServer } from "../../core/smtp-server.ts";
import { networkFailure } from "../../http/network-failure.ts";
import { excerpt } from "../../http/reason.ts";
import { Redactor } from "../../http/redact.ts";
import { type Actor, RollcallError } from "../../model/errors.ts";

/** Why a mail is not known to be on its way. `refused`: it is not, and will not be; `perhaps`: it was handed over, and no answer came. */
export type SmtpFailure = { is: "perhaps" | "refused"; why: string } | { is: "error"; error: RollcallError };

/** What nodemailer says beside the message; the codes: https://nodemailer.com/errors */
interface Told {
  code: string;
  /** The system's own, such as ECONNREFUSED. */
  originalCode: string;
  /** Which command was answered. */
  command: string;
  response: string;
  responseCode: number;
}

export interface FailedAt {
  server: SmtpServer;
  /** The server had said yes to DATA, and was being given the mail. */
  isHandedOver: boolean;
}

const later = "run again later";
const signIn = "check user and password in notify.email.smtp: they may have expired or been revoked";

export function smtpFailure(error: unknown, { server, isHandedOver }: FailedAt): SmtpFailure {
  const told = toldBy(error);
  const say = (what: string) => `mail by ${server.host}: ${what}${answerOf(told, server)}`;
  const fail = (actor: Actor, what: string, fix: string): SmtpFailure => ({
    is: "error",
    error: new RollcallError(actor, say(what), fix, withoutSecrets(error)),
  });
  const isPermanent = told.responseCode >= 500;
  if (told.code === "EMESSAGE") {
    if (isPermanent || told.command === "MAIL FROM") return { is: "refused", why: say("the server does not take this mail") };
    return fail("later", "the server does not take this mail now", later);
  }
  if (isHandedOver) return { is: "perhaps", why: say("the mail was handed over, and no answer came") };
  if (told.code === "EAUTH" || isSignInAsked(told)) {
    if (told.responseCode >= 400 && !isPermanent) return fail("later", "sign-in is not possible now", later);
    return fail("credentials", "sign-in was refused", signIn);
  }
  if (told.code === "EENVELOPE") return ofEnvelope(told, { say, fail });
  return unreached(told, { server, fail });
}

type Fail = (actor: Actor, what: string, fix: string) => SmtpFailure;

function ofEnvelope({ command, responseCode }: Told, { say, fail }: { say(what: string): string; fail: Fail }): SmtpFailure {
  if (responseCode > 0 && responseCode < 500) return fail("later", "the server does not take mail for this address now", later);
  if (command !== "MAIL FROM") return { is: "refused", why: say("the server takes no mail for this address") };
  return fail(
    "credentials",
    "the server takes no mail from the address in notify.email.from",
    "give an address this user may send from",
  );
}

/** Servers that want a password first say so where the recipient is named (RFC 4954 §6). */
function isSignInAsked({ responseCode }: Told): boolean {
  return responseCode === 530 || responseCode === 535 || responseCode === 538;
}

function unreached(told: Told, { server, fail }: { server: SmtpServer; fail: Fail }): SmtpFailure {
  const { code, originalCode, responseCode } = told;
  if (code === "ETLS" && originalCode === "") {
    const fix = server.isImplicitTls ? "check the port in notify.email.smtp" : "use a server with STARTTLS, or smtps://";
    return fail("configuration", "no encryption could be agreed on", fix);
  }
  if (responseCode > 0) return fail("later", "the server does not want to be talked to", later);
  const failure = networkFailure(Object.assign(new Error(code), { code: originalCode || code }));
  const actor = failure.actor === "platform" ? "later" : failure.actor;
  return fail(actor, failure.reason, failure.fix.replaceAll("url", "notify.email.smtp"));
}

function answerOf({ response }: Told, { login }: SmtpServer): string {
  if (response === "") return "";
  const plain = login ? Buffer.from(`\0${login.user}\0${login.password}`).toString("base64") : "";
  return `: ${excerpt(response, new Redactor(login ? [login.password, plain] : []))}`;
}

/** Nodemailer's error quotes the server, who may quote us. */
function withoutSecrets(error: unknown): Error | undefined {
  const { code } = toldBy(error);
  return code === "" ? undefined : new Error(code);
}

function toldBy(error: unknown): Told {
  const given = (typeof error === "object" && error !== null ? error : {}) as Partial<Record<keyof Told, unknown>>;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    code: text(given.code),
    originalCode: text(given.originalCode),
    command: text(given.command),
    response: text(given.response),
    responseCode: typeof given.responseCode === "number" ? given.responseCode : 0,
  };
}
