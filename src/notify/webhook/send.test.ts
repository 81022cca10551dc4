import { createHmac } from "node:crypto";
import type { LookupAddress } from "node:dns";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Secret } from "../../model/secret.ts";
import { hookSignature, sendHook } from "./send.ts";

const secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwexample");
const message = { id: "msg_1", timestamp: 1_700_000_000, body: '{"type":"audit.said"}' };
const { signal } = new AbortController();

interface Got {
  headers: IncomingMessage["headers"];
  body: string;
}

/** Somebody who takes webhooks. */
async function receiver(status: number, headers: Record<string, string> = {}): Promise<{ url: URL; got: Got[]; server: Server }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status, headers).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`), got, server };
}

test("a message is signed as Standard Webhooks say, and anybody with the secret can tell", async () => {
  const { url, got } = await receiver(204);
  expect(await sendHook({ url, secret, allowPrivate: true }, message, { signal })).toEqual({ ended: "sent" });
  const [{ headers, body } = { headers: {}, body: "" }] = got;
  expect([headers["webhook-id"], headers["webhook-timestamp"], body]).toEqual(["msg_1", "1700000000", message.body]);
  const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwexample", "base64");
  const signed = createHmac("sha256", key).update(`msg_1.1700000000.${message.body}`).digest("base64");
  expect(headers["webhook-signature"]).toBe(`v1,${signed}`);
});

test("the signature is the one Standard Webhooks give as their example", () => {
  const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  expect(hookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", example)).toBe(
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

test.each([
  [500, "it answered 500"],
  [404, "it answered 404"],
  [302, "it answered 302"],
])("an answer %i is a failure, and no redirect is followed", async (status, why) => {
  const inner = await receiver(200);
  const { url } = await receiver(status, { location: inner.url.href });
  expect(await sendHook({ url, secret, allowPrivate: true }, message, { signal })).toEqual({ ended: "failed", why });
  expect(inner.got).toEqual([]);
});

test.each([
  "http://127.0.0.1/",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://169.254.169.254/latest",
  "https://[::ffff:10.0.0.1]/",
  "https://2130706433/",
])("%s is not sent to unless it is allowed", async (address) => {
  const delivery = await sendHook({ url: new URL(address), secret, allowPrivate: false }, message, { signal });
  expect(delivery).toMatchObject({ ended: "failed", why: expect.stringMatching(/allow_private|not https/) });
});

test("a name that leads inside is refused where the connection is made, however it was looked up before", async () => {
  const { url, got } = await receiver(200);
  const answers: LookupAddress[][] = [
    [
      { address: "1.1.1.1", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ],
  ];
  const resolve = (_: string, given: (error: null, addresses: LookupAddress[]) => void) => given(null, answers[0] ?? []);
  const rebound = new URL(`https://rebound.example:${url.port}/hook`);
  const delivery = await sendHook({ url: rebound, secret, allowPrivate: false }, message, { signal, resolve });
  expect(delivery).toMatchObject({ ended: "failed", why: expect.stringContaining("127.0.0.1 is an address of this machine") });
  expect(got).toEqual([]);
});

test("nobody there, and nobody who answers, are failures", async () => {
  const { url, server } = await receiver(200);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(await sendHook({ url, secret, allowPrivate: true }, message, { signal })).toEqual({
    ended: "failed",
    why: "ECONNREFUSED",
  });
  const leaving = new AbortController();
  const deaf = createServer(() => leaving.abort());
  await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void deaf.close());
  const there = new URL(`http://127.0.0.1:${(deaf.address() as AddressInfo).port}/`);
  expect(await sendHook({ url: there, secret, allowPrivate: true }, message, { signal: leaving.signal })).toMatchObject({
    ended: "failed",
  });
});
