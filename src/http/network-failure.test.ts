import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { networkFailure } from "./network-failure.ts";
import { json, listen, rig } from "./testing/loopback.ts";

function failed(code: string): unknown {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

test.each([
  ["ENOTFOUND", "configuration", /not known \(DNS\)/],
  ["EAI_AGAIN", "later", /name server/],
  ["ECONNREFUSED", "later", /refused/],
  ["ECONNRESET", "later", /cut/],
  ["UND_ERR_SOCKET", "later", /cut/],
  ["UND_ERR_CONNECT_TIMEOUT", "later", /no connection in time/],
  ["SELF_SIGNED_CERT_IN_CHAIN", "configuration", /TLS certificate is not trusted/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "configuration", /another host/],
  ["ESOMETHING", "later", /failed \(ESOMETHING\)/],
])("%s is told in words, with what to do", (code, actor, words) => {
  const failure = networkFailure(failed(code));
  expect(failure).toMatchObject({ actor, reason: expect.stringMatching(words) });
  expect(failure.fix).not.toBe("");
});

test("the error of several addresses is found in the first of them", () => {
  const tried = new AggregateError([Object.assign(new Error("x"), { code: "EHOSTUNREACH" })]);
  expect(networkFailure(new TypeError("fetch failed", { cause: tried })).reason).toContain("EHOSTUNREACH");
});

test("a host name nobody knows is asked for once; one that was reached before, again", async () => {
  const answers = [failed("ENOTFOUND"), Response.json(1), failed("ENOTFOUND"), Response.json(2)];
  vi.stubGlobal("fetch", async () => {
    const next = answers.shift();
    if (next instanceof Response) return next;
    throw next;
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const { client, clock, signal } = rig(new URL("https://acme.test"));
  await expect(client.send("/x", { signal })).rejects.toMatchObject({
    actor: "configuration",
    fix: expect.stringContaining("check url"),
  });
  expect((await client.send("/x", { signal })).json()).toBe(1);
  expect((await client.send("/x", { signal })).json()).toBe(2);
  expect(clock.slept).toEqual([1000]);
});

test("what speaks no HTTP is told so", async () => {
  const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { client, signal } = rig(new URL(`http://127.0.0.1:${port}`));
  await expect(client.send("/x", { signal })).rejects.toThrow(/does not speak HTTP/);
});

test.each([
  ["what speaks no TLS", "https:", "does not speak TLS there (ERR_SSL_WRONG_VERSION_NUMBER)"],
  ["a port that browsers refuse", "http:", "kept for another service (bad port)"],
])("%s is asked once", async (_what, protocol, words) => {
  const server = await listen((response) => json(response, {}));
  const base = new URL(server.base.href.replace("http:", protocol));
  if (protocol === "http:") base.port = "1";
  const { client, clock, signal } = rig(base);
  await expect(client.send("/x", { signal })).rejects.toMatchObject({
    actor: "configuration",
    message: expect.stringContaining(words),
  });
  expect(clock.slept).toEqual([]);
});
