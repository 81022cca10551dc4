import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { listen } from "../http/testing/loopback.ts";
import { Secret } from "../model/secret.ts";
import { type Certificate, selfSigned } from "../testing/certificate.ts";
import { type SmtpOptions, type SmtpTrouble, smtpPassword, smtpUser, startSmtp, type TestSmtp } from "../testing/use-smtp.ts";
import type { Channel, Message } from "./channel.ts";
import { emailChannel } from "./email.ts";

const from = "audits@acme.test";

function mailTo(port: number, { password = smtpPassword, scheme = "smtp", host = "127.0.0.1", silenceMs = 5000 } = {}): Channel {
  const login = `${encodeURIComponent(smtpUser)}:${encodeURIComponent(password)}`;
  return emailChannel({ smtp: new Secret(`${scheme}://${login}@${host}:${port}`), from }, { silenceMs });
}

const { signal } = new AbortController();
const dana = { email: "dana@acme.test", name: "Dana Whitfield", gitlab: null, slack: null };
const message: Message = { to: dana, subject: "Zendesk Global", text: "2 findings are open.", marker: "a/b tell#1" };

async function started(options: SmtpOptions = {}): Promise<TestSmtp> {
  const smtp = await startSmtp(options);
  onTestFinished(() => smtp.close());
  return smtp;
}

async function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error);
}

describe("the mail", () => {
  test("is plain text from nobody who reads answers, the same for the same marker, with one id", async () => {
    const smtp = await started();
    await mailTo(smtp.port).send(message, signal);
    await mailTo(smtp.port).send(message, signal);
    await mailTo(smtp.port).send({ ...message, marker: "a/b tell#2" }, signal);
    const [first, second, other] = smtp.mails.map(({ headers }) => Object.fromEntries(headers));
    expect(smtp.mails[0]).toMatchObject({ from, to: [dana.email], text: message.text });
    expect(first).toMatchObject({
      from,
      to: "Dana Whitfield <dana@acme.test>",
      subject: message.subject,
      "auto-submitted": "auto-generated",
      "content-type": expect.stringContaining("text/plain"),
    });
    expect(first?.["message-id"]).toMatch(/^<rollcall\.[0-9a-f]{40}@acme\.test>$/);
    expect(second?.["message-id"]).toBe(first?.["message-id"]);
    expect(other?.["message-id"]).not.toBe(first?.["message-id"]);
  });

  test("a name and a subject with line breaks add no header and no recipient", async () => {
    const smtp = await started();
    const name = "Dana\r\nBcc: all@acme.test";
    await mailTo(smtp.port).send({ ...message, to: { ...dana, name }, subject: "x\r\nBcc: all@acme.test\r\n\r\nbody" }, signal);
    const [mail] = smtp.mails;
    expect(mail?.to).toEqual([dana.email]);
    expect(mail?.headers.map(([header]) => header)).not.toContain("bcc");
    expect(mail?.text).toBe(message.text);
  });

  test("a line that is a dot does not end it", async () => {
    const smtp = await started();
    const text = "one\n.\n..\nRCPT TO:<all@acme.test>\nlast";
    await mailTo(smtp.port).send({ ...message, text }, signal);
    expect(smtp.mails).toMatchObject([{ to: [dana.email], text }]);
  });

  test("goes without sign-in where none is configured", async () => {
    const smtp = await started({ withLogin: false });
    const channel = emailChannel({ smtp: new Secret(`smtp://127.0.0.1:${smtp.port}`), from });
    expect(await channel.probe(signal)).toMatchObject({
      ok: true,
      message: expect.stringContaining("without sign-in, not encrypted"),
    });
    expect(await channel.send(message, signal)).toMatchObject({ ended: "sent" });
  });
});

describe("what goes wrong, by stage", () => {
  const answers = (at: SmtpTrouble["at"], code: number): SmtpTrouble => ({ at, answer: { code, text: "says the test" } });

  test.each<[string, SmtpTrouble, object]>([
    ["busy at the door", answers("connect", 421), { actor: "later" }],
    ["not welcome", answers("connect", 554), { actor: "later" }],
    ["wrong password", answers("auth", 535), { actor: "credentials" }],
    ["sign-in away", answers("auth", 454), { actor: "later" }],
    ["sender not allowed", answers("mail", 550), { actor: "credentials", fix: expect.stringContaining("may send from") }],
    ["sender not allowed now", answers("mail", 451), { actor: "later" }],
    ["recipient unknown", answers("rcpt", 550), { ended: "refused", why: expect.stringContaining("550 says the test") }],
    ["recipient greylisted", answers("rcpt", 450), { actor: "later" }],
    ["sign-in wanted after all", answers("rcpt", 530), { actor: "credentials" }],
    ["content refused", answers("data", 554), { ended: "refused", why: expect.stringContaining("554") }],
    ["content refused now", answers("data", 452), { actor: "later" }],
    ["cut at the door", { at: "connect" }, { actor: "later" }],
    ["cut at sign-in", { at: "auth" }, { actor: "later" }],
    ["cut at the sender", { at: "mail" }, { actor: "later" }],
    ["cut at the recipient", { at: "rcpt" }, { actor: "later" }],
    ["silent at the recipient", { at: "rcpt", isSilent: true }, { actor: "later" }],
    ["cut in the mail", { at: "data" }, { ended: "perhaps", why: expect.stringContaining("handed over") }],
    ["cut after the mail", { at: "taken" }, { ended: "perhaps", why: expect.stringContaining("handed over") }],
    ["silent after the mail", { at: "taken", isSilent: true }, { ended: "perhaps", why: expect.stringContaining("handed over") }],
  ])("%s", async (_name, trouble, expected) => {
    const smtp = await started();
    smtp.trouble = trouble;
    const ended = await settled(mailTo(smtp.port, { silenceMs: 500 }).send(message, signal));
    expect(ended).toMatchObject(expected);
    expect(smtp.mails).toHaveLength(trouble.at === "taken" ? 1 : 0);
    expect([String(ended), JSON.stringify(ended)].join()).not.toContain(smtpPassword);
  });

  test("a server that repeats the password is not repeated", async () => {
    const smtp = await started();
    const plain = Buffer.from(`\0${smtpUser}\0${smtpPassword}`).toString("base64");
    smtp.trouble = { at: "auth", answer: { code: 535, text: `no: ${smtpPassword} ${plain}` } };
    const error = (await settled(mailTo(smtp.port).send(message, signal))) as Error;
    expect(error.message).toContain("535 no: ***");
    expect(`${error.stack}${String(error.cause)}`).not.toMatch(new RegExp(`${smtpPassword}|${plain}`));
  });

  test("what answers is no mail server", async () => {
    const { base } = await listen(() => {});
    const error = await settled(mailTo(Number(base.port), { silenceMs: 500 }).send(message, signal));
    expect(error).toMatchObject({ actor: "later", message: expect.stringMatching(/^mail by 127\.0\.0\.1: /) });
  });
});

describe("encryption", () => {
  let certificate: Certificate;
  let trusted: string[];
  beforeAll(() => {
    certificate = selfSigned("0.0.0.0");
  });
  beforeEach(() => {
    trusted = getCACertificates("default");
  });
  afterEach(() => setDefaultCACertificates(trusted));
  const trust = () => setDefaultCACertificates([...trusted, certificate.cert]);
  /** This machine under an address that does not say so: to us a server anywhere. */
  const host = "0.0.0.0";

  test("a server elsewhere that offers none gets no password and no mail", async () => {
    const smtp = await started();
    const error = await settled(mailTo(smtp.port, { host }).send(message, signal));
    expect(error).toMatchObject({
      actor: "configuration",
      message: expect.stringContaining("no encryption"),
      fix: expect.stringContaining("STARTTLS"),
    });
    expect(smtp.mails).toEqual([]);
  });

  test.each([
    ["smtp", false],
    ["smtps", true],
  ])("%s:// with a certificate nobody vouches for is refused; with one we trust it is used", async (scheme, isImplicitTls) => {
    const smtp = await started({ certificate, isImplicitTls });
    const error = await settled(mailTo(smtp.port, { host, scheme }).send(message, signal));
    expect(error).toMatchObject({ actor: "configuration", message: expect.stringContaining("certificate is not trusted") });
    expect(smtp.mails).toEqual([]);
    trust();
    const channel = mailTo(smtp.port, { host, scheme });
    expect(await channel.probe(signal)).toMatchObject({ ok: true, message: expect.stringContaining("signed in, encrypted") });
    expect(await channel.send(message, signal)).toMatchObject({ ended: "sent" });
    expect(smtp.mails).toHaveLength(1);
  });

  test("a certificate for another host is refused", async () => {
    const other = selfSigned("192.0.2.1");
    const smtp = await started({ certificate: other });
    setDefaultCACertificates([...trusted, other.cert]);
    expect(await settled(mailTo(smtp.port, { host }).send(message, signal))).toMatchObject({
      actor: "configuration",
      message: expect.stringContaining("another host"),
    });
  });

  test("toward this machine it is used where offered, whoever signed, and done without where not", async () => {
    const [offering, plain] = [await started({ certificate }), await started()];
    expect(await mailTo(offering.port).probe(signal)).toMatchObject({
      ok: true,
      message: expect.stringContaining("signed in, encrypted"),
    });
    expect(await mailTo(plain.port).probe(signal)).toMatchObject({ ok: true, message: expect.stringContaining("not encrypted") });
  });
});

test("an address that is none is refused before anything is sent, without repeating it", () => {
  expect(() => emailChannel({ smtp: new Secret("mail:hidden"), from })).toThrow(/notify\.email\.smtp: expected an address/);
  expect(() => emailChannel({ smtp: new Secret("mail:hidden"), from })).not.toThrow(/hidden/);
});

test("interrupted while the server is silent, it says so at once", async () => {
  const smtp = await started();
  smtp.trouble = { at: "rcpt", isSilent: true };
  const stop = new AbortController();
  const sending = settled(mailTo(smtp.port).send(message, stop.signal));
  stop.abort();
  expect(await sending).toMatchObject({ actor: "interrupted" });
});
