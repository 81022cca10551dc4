import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Authorizer } from "./client.ts";
import { type Handler, json, listen, rig } from "./testing/loopback.ts";

/** Accepts one token only. */
function accepting(token: () => string): Handler {
  return (response, { headers }) => {
    const isKnown = headers.authorization === `Bearer ${token()}`;
    if (isKnown) json(response, { ok: true });
    else json(response, { error: "invalid_token", error_description: "The access token provided is expired." }, { status: 401 });
  };
}

/** Renews as often as asked, each time when `ready` is. */
function renewing(ready: Promise<void> = Promise.resolve()): Authorizer & { renewals: number } {
  const authorizer = {
    renewals: 0,
    headers: async () => ({ Authorization: `Bearer token-${authorizer.renewals}` }),
    async renew() {
      await ready;
      // The last refusal is on its way still.
      await setImmediate();
      authorizer.renewals += 1;
      return true;
    },
  };
  return authorizer;
}

test("a token that expires in the middle of a run is renewed once for all, while the others wait", async () => {
  let valid = "token-0";
  let refused = 0;
  const allRefused = Promise.withResolvers<void>();
  const answer = accepting(() => valid);
  const server = await listen((response, request, n) => {
    if (request.headers.authorization !== `Bearer ${valid}`) refused += 1;
    if (refused === 6) response.on("close", () => allRefused.resolve());
    answer(response, request, n);
  });
  const authorizer = renewing(allRefused.promise);
  const { client, failures, signal } = rig(server.base, { authorizer });
  await client.send("/x", { signal });
  valid = "token-1";
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.send("/x", { signal })));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(authorizer.renewals).toBe(1);
  // Six were on their way with the old token, and one more may have left as the first of them came back.
  expect(refused).toBeLessThanOrEqual(7);
  expect(failures[0]).toMatchObject({ status: 401, retryIn: 0 });
});

test("a write refused with 401 is sent again with the new token: it was not done", async () => {
  const server = await listen(accepting(() => "token-1"));
  const { client, signal } = rig(server.base, { authorizer: renewing() });
  expect((await client.send("/x", { method: "POST", json: {}, signal })).status).toBe(200);
});

test("a new token that is refused too is an error of credentials, without a loop", async () => {
  const server = await listen(accepting(() => "another"));
  const authorizer = renewing();
  const { client, signal } = rig(server.base, { authorizer });
  await expect(client.send("/x", { signal })).rejects.toMatchObject({
    actor: "credentials",
    status: 401,
    message: "acme: GET /x answered 401: invalid_token: The access token provided is expired.",
  });
  expect(authorizer.renewals).toBe(1);
  expect(server.heard).toHaveLength(2);
});

test("credentials that cannot be renewed are refused at once", async () => {
  const server = await listen(accepting(() => "another"));
  const { client, signal } = rig(server.base);
  await expect(client.send("/x", { signal })).rejects.toMatchObject({ actor: "credentials", status: 401 });
  expect(server.heard).toHaveLength(1);
});

test("an authorizer that fails is what the caller sees, and the place is given to the next", async () => {
  const server = await listen(accepting(() => "example"));
  let calls = 0;
  const authorizer: Authorizer = {
    async headers() {
      calls += 1;
      if (calls === 1) throw new Error("no token today");
      return { Authorization: "Bearer example" };
    },
  };
  const { client, signal } = rig(server.base, { authorizer, concurrency: 1 });
  await expect(client.send("/x", { signal })).rejects.toThrow("no token today");
  expect((await client.send("/x", { signal })).status).toBe(200);
});
