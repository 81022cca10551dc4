import { describe, expect, test } from "vitest";
import { HttpError } from "./client.ts";
import { json, listen, rig, send } from "./testing/loopback.ts";

describe("a refusal says who must act, and why in the platform's words", () => {
  test.each([
    [
      403,
      { error: "Forbidden", description: "You do not have access to this page." },
      "credentials",
      "Forbidden: You do not have access to this page.",
    ],
    [
      403,
      { error: { title: "Forbidden", message: "Ask the account owner." } },
      "credentials",
      "Forbidden: Ask the account owner.",
    ],
    [403, { error: "insufficient_scope", scope: "api" }, "credentials", "insufficient_scope: scope needed: api"],
    [
      403,
      { title: "Insufficient scope", required_scopes: ["a:read", "b:read"] },
      "credentials",
      "Insufficient scope: scopes needed: a:read, b:read",
    ],
    [400, { message: { title: ["can't be blank"] } }, "platform", "title can't be blank"],
    [404, { message: "404 Project Not Found" }, "platform", "404 Project Not Found"],
    [404, { error: { title: "No help desk at acm.zendesk.com" } }, "configuration", "No help desk at acm.zendesk.com"],
    [
      422,
      { error: "RecordInvalid", details: { base: [{ description: "is taken", error: "Dup" }] } },
      "platform",
      "RecordInvalid: is taken",
    ],
  ])("%i %j", async (status, body, actor, words) => {
    const server = await listen((response) => json(response, body, { status }));
    const { client, signal } = rig(server.base);
    const error = await client.send("/x?page=2", { signal }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({
      status,
      actor,
      url: "/x",
      message: expect.stringContaining(`acme: GET /x answered ${status}: ${words}`),
    });
  });

  test("of an HTML page, in its title; of text, in an excerpt without control characters", async () => {
    const bodies = ["<!DOCTYPE html><title>Oops</title>", `\u001b[31mRetry\u0007 later ${"x".repeat(1000)}`];
    const server = await listen((response, _request, n) => send(response, bodies[n] ?? "", { status: n === 0 ? 404 : 400 }));
    const { client, signal } = rig(server.base);
    await expect(client.send("/x", { signal })).rejects.toMatchObject({
      actor: "configuration",
      body: 'an HTML page titled "Oops"',
    });
    const error = (await client.send("/x", { signal }).catch((thrown: unknown) => thrown)) as HttpError;
    expect(error.body).toMatch(/^\[31mRetry later x+…$/);
    expect(error.body).toHaveLength(300);
  });
});

describe("where JSON was due", () => {
  test("an HTML page is named", async () => {
    const server = await listen((response) =>
      send(response, "<html><head><title>Sign in\n to Acme</title>", { headers: { "content-type": "text/html" } }),
    );
    const { client, signal } = rig(server.base);
    const answer = await client.send("/x", { signal });
    expect(() => answer.json()).toThrow(
      'answered an HTML page titled "Sign in to Acme" where JSON was due: wrong address or subdomain?',
    );
  });

  test.each([
    ["", "answered nothing"],
    ["OK", 'answered no JSON: "OK"'],
  ])("%j is named", async (body, words) => {
    const server = await listen((response) => send(response, body));
    const { client, signal } = rig(server.base);
    const answer = await client.send("/x", { signal });
    expect(() => answer.json()).toThrow(words);
  });
});
