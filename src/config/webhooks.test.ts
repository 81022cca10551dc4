import { describe, expect, it } from "vitest";
import { configOf, env, minimal, refusalOf } from "./testing/written.ts";

const url = "https://hooks.acme.test/rollcall";
const secret = "'$" + "{HOOK_SECRET}'";
const variables = { ...env, HOOK_SECRET: "example-secret-of-a-webhook", SHORT: "too-short" };

function hooks(...entries: string[]): string {
  return minimal({ more: `webhooks:\n${entries.map((keys) => `  - { ${keys} }`).join("\n")}` });
}

describe("webhooks", () => {
  it("send everything to an address, unless they say what", async () => {
    const { webhooks } = await configOf(
      hooks(
        `url: ${url}, secret: ${secret}`,
        `url: http://127.0.0.1:8080/, secret: ${secret}, allow_private: true, events: [said], systems: [zendesk-global]`,
      ),
      {},
      variables,
    );
    expect(webhooks).toMatchObject([
      { url: new URL(url), events: null, systems: null, allowPrivate: false },
      { events: ["said"], systems: ["zendesk-global"], allowPrivate: true },
    ]);
    expect(new Set(webhooks.map(({ id }) => id)).size).toBe(2);
  });

  it.each([
    [
      [`url: http://hooks.acme.test/, secret: ${secret}`],
      "rollcall.yaml:10: webhooks.0.url: expected https, found http, which is for allow_private: true only",
    ],
    [
      [`url: hooks.acme.test, secret: ${secret}`],
      "rollcall.yaml:10: webhooks.0.url: expected an address such as https://hooks.acme.test/rollcall, found text",
    ],
    [[`url: ${url}, secret: "$\{SHORT}"`], "rollcall.yaml:10: webhooks.0.secret: expected at least 24 characters, found 9"],
    [
      [`url: ${url}, secret: ${secret}, events: [said]`, `url: ${url}, secret: ${secret}, systems: [zendesk-global]`],
      "rollcall.yaml:11: webhooks.1.url: expected an address of its own, found that of webhooks.0: put what both send into one entry",
    ],
    [
      [`url: ${url}, secret: ${secret}, systems: [zendesk-globel]`],
      'rollcall.yaml:10: webhooks.0.systems: expected the id of a system, found "zendesk-globel": did you mean zendesk-global?',
    ],
    [
      [`url: ${url}, secret: ${secret}, systems: [x]`],
      'rollcall.yaml:10: webhooks.0.systems: expected the id of a system, found "x": there are: zendesk-global',
    ],
  ])("are refused: %j", async (entries, message) => {
    expect(await refusalOf(hooks(...entries), {}, variables)).toBe(message);
  });
});
