import { afterEach, beforeEach, expect, test } from "vitest";
import { slackTrial } from "./testing/slack.ts";
import { marker, message } from "./testing/trial.ts";

const { signal } = new AbortController();
let on: Awaited<ReturnType<typeof slackTrial>>;
beforeEach(async () => {
  on = await slackTrial();
});
afterEach(() => on.end());

test("somebody whose member id the roster knows is not looked up by e-mail", async () => {
  const to = { email: "somebody@else.test", name: null, gitlab: null, slack: "U0OPAL" };
  expect(await on.channel.send(message({ to }), signal)).toMatchObject({ ended: "sent" });
  expect(await on.arrived()).toMatchObject([{ to: "opal@acme.test" }]);
});

test.each([
  ["gone@acme.test", null, /knows nobody with this e-mail, or they are deactivated/],
  ["gone@acme.test", "U0GONE", /has deactivated them/],
  ["bot@acme.test", "U0BOT", /a bot/],
  ["nobody@acme.test", "U0NOBODY", /knows nobody with this id/],
])("%s (%s) is refused in words", async (email, slack, why) => {
  const to = { email, name: null, gitlab: null, slack };
  expect(await on.channel.send(message({ to }), signal)).toEqual({ ended: "refused", why: expect.stringMatching(why) });
});

test("a missing scope is named, by doctor and when sending", async () => {
  on.workspace.change({ switches: { scopes: ["users:read", "im:write", "chat:write"] } });
  expect(await on.channel.probe(signal)).toEqual({
    ok: false,
    message: expect.stringContaining("missing scopes: users:read.email"),
    fix: expect.any(String),
  });
  const sentence = "Slack: users.lookupByEmail needs the scope users:read.email";
  await expect(on.channel.send(message(), signal)).rejects.toMatchObject({ actor: "credentials", message: sentence });
});

test("without im:history a message in doubt is neither found nor sent again, and doctor says so", async () => {
  const scopes = ["users:read", "users:read.email", "im:write", "chat:write"];
  on.workspace.change({ switches: { scopes, breaksAfterPost: true } });
  expect(await on.channel.probe(signal)).toMatchObject({ ok: true, message: expect.stringContaining("without im:history") });
  const delivery = await on.channel.send(message(), signal);
  expect(delivery).toMatchObject({ ended: "perhaps", why: expect.stringContaining("may have arrived") });
  expect(await on.channel.find({ to: message().to, marker }, signal)).toBe("unknown");
});

test("429 is waited out, and the message arrives once", async () => {
  on.workspace.change({ switches: { until429: 2 } });
  expect(await on.channel.send(message(), signal)).toMatchObject({ ended: "sent" });
  expect(await on.arrived()).toHaveLength(1);
});

test("a connection that breaks when the message is on its way: looked for, and not found it is sent later", async () => {
  on.faults.add({ server: "slack", kind: "reset", path: "/api/chat.postMessage", times: 1 });
  await expect(on.channel.send(message(), signal)).rejects.toMatchObject({ actor: "later" });
  expect(await on.arrived()).toEqual([]);
});

test("an HTML page in between is no Slack", async () => {
  on.faults.add({ server: "slack", kind: "html", path: "/api/", times: 9 });
  await expect(on.channel.send(message(), signal)).rejects.toMatchObject({ actor: "platform" });
});

test("a message behind hundreds of newer ones is found", async () => {
  await on.channel.send(message(), signal);
  for (let number = 0; number < 205; number += 1) await on.channel.send(message({ marker: `other ${number}` }), signal);
  expect(await on.channel.find({ to: message().to, marker }, signal)).toBe("sent");
  expect(await on.channel.find({ to: message().to, marker: "none" }, signal)).toBe("not-sent");
});

test("where Slack is away nobody knows yet: it is asked again, not given up", async () => {
  on.workspace.change({ switches: { tokenRevoked: true } });
  await expect(on.channel.find({ to: message().to, marker }, signal)).rejects.toMatchObject({ actor: "credentials" });
});

test("a Slack id that means several people opens no conversation with them", async () => {
  const to = { email: "opal@acme.test", name: null, gitlab: null, slack: "U0OPAL,U0BOT" };
  await on.channel.send(message({ to }), signal);
  expect(await on.arrived()).toMatchObject([{ to: "opal@acme.test" }]);
});
