import { readdirSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { emailTrial } from "./testing/email.ts";
import { slackTrial } from "./testing/slack.ts";
import { type ChannelTrial, marker, message } from "./testing/trial.ts";

const trials: Record<string, () => Promise<ChannelTrial>> = { email: emailTrial, slack: slackTrial };
const parts = ["channel.ts", "index.ts", "slack-shapes.ts", "slack-errors.ts"];
const { signal } = new AbortController();

test("every channel is tried here", () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[\w-]+\.ts$/.test(file) && !parts.includes(file));
  expect(files.map((file) => file.replace(".ts", "")).sort()).toEqual(Object.keys(trials));
});

describe.each(Object.entries(trials))("%s", (_name, start) => {
  let on: ChannelTrial;
  afterEach(() => on.end());

  test("a message arrives once, with its text whole", async () => {
    on = await start();
    expect(await on.channel.probe(signal)).toMatchObject({ ok: true });
    expect(await on.channel.send(message(), signal)).toMatchObject({ ended: "sent" });
    expect(await on.arrived()).toEqual([{ to: "opal@acme.test", text: message().text }]);
  });

  test("hostile text stays text, and comes whole", async () => {
    on = await start();
    const text = "<!channel> <@U0OPAL> <https://evil.test|click> & *bold* =cmd()\n.\n..\nBcc: all@acme.test\näöü 日本";
    await on.channel.send(message({ text }), signal);
    expect((await on.arrived()).map((one) => one.text)).toEqual([text]);
  });

  test("whom it does not reach is said in a sentence, and nothing arrives", async () => {
    on = await start();
    await on.become("refusing");
    expect(await on.channel.send(message(), signal)).toMatchObject({ ended: "refused", why: expect.stringMatching(/\w/) });
    expect(await on.arrived()).toEqual([]);
  });

  test("refused credentials are an error of the credentials, without them", async () => {
    on = await start();
    await on.become("locked");
    const error = await on.channel.send(message(), signal).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ actor: "credentials", fix: expect.any(String) });
    expect(String((error as Error).message)).not.toMatch(/example-/);
    expect(await on.channel.probe(signal)).toMatchObject({ ok: false, fix: expect.any(String) });
  });

  test("nothing there: nothing was sent, and it is tried again later", async () => {
    on = await start();
    await on.become("away");
    await expect(on.channel.send(message(), signal)).rejects.toMatchObject({ actor: "later" });
    expect(await on.channel.probe(signal)).toMatchObject({ ok: false });
  });

  test("broken off after it was taken: found where one can ask, else in doubt, and never two", async () => {
    on = await start();
    await on.become("breaking");
    const delivery = await on.channel.send(message(), signal);
    expect(delivery.ended).toBe(on.canBeAsked ? "sent" : "perhaps");
    expect(await on.arrived()).toHaveLength(1);
  });

  test("after a crash it is known what arrived, or said that nobody knows", async () => {
    on = await start();
    const { to } = message();
    expect(await on.channel.find({ to, marker }, signal)).toBe(on.canBeAsked ? "not-sent" : "unknown");
    await on.channel.send(message(), signal);
    expect(await on.channel.find({ to, marker }, signal)).toBe(on.canBeAsked ? "sent" : "unknown");
    expect(await on.channel.find({ to, marker: "another" }, signal)).toBe(on.canBeAsked ? "not-sent" : "unknown");
  });
});
