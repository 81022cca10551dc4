import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { createHttpClient, type HttpError } from "./client.ts";
import { json, listen, rig, send } from "./testing/loopback.ts";

describe("a request", () => {
  test("carries credentials, query, and asks for JSON; its answer is parsed with exact ids", async () => {
    const server = await listen((response) =>
      send(response, '{"id":9007199254740993}', { headers: { "content-type": "application/json" } }),
    );
    const { client, signal } = rig(server.base, { userAgent: "rollcall/test" });
    const meter = { requests: 0 };
    const answer = await client.send("/api/v2/users", { query: { "role[]": ["agent", "admin"], q: "a b&c" }, meter, signal });
    expect(answer.json()).toEqual({ id: "9007199254740993" });
    expect(meter.requests).toBe(1);
    const [heard] = server.heard;
    expect(new URL(heard?.path ?? "", server.base).searchParams.getAll("role[]")).toEqual(["agent", "admin"]);
    expect(new URL(heard?.path ?? "", server.base).searchParams.get("q")).toBe("a b&c");
    expect(heard?.headers).toMatchObject({
      authorization: "Bearer example-token-1234",
      accept: "application/json",
      "user-agent": "rollcall/test",
    });
  });

  test("is taken below a path of the base, encoded segments kept", async () => {
    const server = await listen((response) => json(response, []));
    const { client, signal } = rig(new URL("/gitlab", server.base));
    await client.send("/api/v4/projects/a%2Fb", { signal });
    expect(server.heard[0]?.path).toBe("/gitlab/api/v4/projects/a%2Fb");
  });

  test("writes JSON, and forms", async () => {
    const server = await listen((response) => json(response, {}, { status: 201 }));
    const { client, signal } = rig(server.base);
    await client.send("/issues", { method: "POST", json: { title: "ä" }, signal });
    const body = new FormData();
    body.set("file", new Blob(["a,b\n"]), "accounts.csv");
    await client.send("/uploads", { method: "POST", body, signal });
    expect(server.heard[0]).toMatchObject({ method: "POST", body: '{"title":"ä"}' });
    expect(server.heard[1]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(server.heard[1]?.body).toContain("a,b\n");
  });

  test("returns the statuses that are asked for, at once", async () => {
    const server = await listen((response) => json(response, { error: "RecordNotFound" }, { status: 404 }));
    const { client, signal } = rig(server.base);
    expect(await client.send("/api_tokens", { ok: [404], signal })).toMatchObject({ status: 404 });
    expect(server.heard).toHaveLength(1);
  });

  test("never has more in flight than allowed, nor fewer", async () => {
    const held: ServerResponse[] = [];
    let inFlight = 0;
    let most = 0;
    const server = await listen((response, _request, n) => {
      held.push(response);
      // The first one goes alone, to learn whether there is a budget.
      if (held.length < 3 && n > 0) return;
      inFlight -= held.length;
      for (const one of held.splice(0)) json(one, {});
    });
    const onRequest = () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
    };
    const { client, signal } = rig(server.base, { concurrency: 3, onRequest });
    await Promise.all(Array.from({ length: 31 }, () => client.send("/x", { signal })));
    expect(most).toBe(3);
  });
});

test("a body larger than allowed is not read to its end, however it is packed, and its socket is closed", async () => {
  const closed = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const server = await listen((response, { path }, n) => {
    response.on("close", () => closed[n]?.resolve());
    response.writeHead(200, path === "/told" ? { "Content-Length": "5000" } : {}).write("x".repeat(2000));
  });
  const { client, signal } = rig(server.base, { maxBodyBytes: 1024 });
  for (const path of ["/told", "/untold"]) {
    await expect(client.send(path, { signal })).rejects.toMatchObject({
      actor: "platform",
      message: expect.stringContaining("larger than"),
    });
  }
  await Promise.all(closed.map(({ promise }) => promise));
  expect(server.heard).toHaveLength(2);
});

test("secrets are in no message, excerpt or record", async () => {
  const server = await listen((response, { headers, path }) => {
    const leaked = `${headers.authorization} ${headers.authorization?.slice(7)} ${path} s3cret-example ${Buffer.from("s3cret-example").toString("base64")} glpat-exampleexample`;
    send(response, leaked, { status: 400 });
  });
  const { client, failures, signal } = rig(server.base, { secrets: ["s3cret-example"] });
  const error = (await client
    .send("/x/s3cret-example", { query: { access_token: "abc123" }, signal })
    .catch((thrown: unknown) => thrown)) as HttpError;
  const said = [error.message, error.body, error.url, JSON.stringify(failures)].join("\n");
  expect(said).toContain("***");
  for (const secret of ["s3cret", "czNjcmV0", "example-token", "glpat-", "abc123"]) expect(said).not.toContain(secret);
});

test("the options' defaults make a working client", async () => {
  const server = await listen((response) => json(response, { ok: true }));
  const client = createHttpClient({
    name: "acme",
    base: server.base,
    authorizer: { headers: async () => ({}) },
    readBudget: () => null,
    rate: 0.5,
  });
  expect((await client.send("/x", { signal: new AbortController().signal })).json()).toEqual({ ok: true });
});
