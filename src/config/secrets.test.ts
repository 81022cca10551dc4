import { describe, expect, it } from "vitest";
import { configOf, env, messageOf, minimal, refusalOf } from "./testing/written.ts";

describe("sign-in of a platform", () => {
  function withAuth(auth: string): string {
    return minimal({ systems: `systems:\n  a:\n    platform: zendesk\n    url: https://x.test\n    auth: ${auth}` });
  }

  it.each([
    [
      "{}",
      "rollcall.yaml:8: systems.a.auth: expected client_id and client_secret, or token, or email and api_token; found none of them",
    ],
    [
      "{ client_id: x }",
      "rollcall.yaml:8: systems.a.auth: expected client_id and client_secret, or token, or email and api_token; found client_id",
    ],
    ["example-token", "rollcall.yaml:8: systems.a.auth: expected keys, found text"],
    ['{ token: "" }', "rollcall.yaml:8: systems.a.auth.token: expected a secret, found empty text"],
    [
      "{ token: 12345 }",
      "rollcall.yaml:8: systems.a.auth.token: expected a secret as text, best a variable of the environment, found a number",
    ],
    ["{ token: x, tokn: y }", 'rollcall.yaml:8: systems.a.auth: unknown key "tokn": did you mean token?'],
    [
      "{ token:example-token }",
      [
        "2 problems:",
        "rollcall.yaml:8: systems.a.auth: expected client_id and client_secret, or token, or email and api_token; found none of them",
        "rollcall.yaml:8: systems.a.auth: unknown key that is not shown here (is a space missing after a colon?): expected client_id, client_secret, token, email or api_token",
      ].join("\n  "),
    ],
  ])("%s", async (auth, message) => {
    expect(await refusalOf(withAuth(auth))).toBe(message);
  });
});

describe("secrets", () => {
  const secret = "glpat-example-0123456789";

  it.each([
    minimal({ more: `tracker: ${secret}` }),
    minimal({ more: `tracker: { gitlab: ${secret} }` }),
    minimal({ more: `tracker: { gitlab: { url: "https://u:${secret}@x.test", project: a, token: x } }` }),
    minimal({ more: `tracker: { gitlab: { url: ${secret}, project: a, token: [${secret}] } }` }),
    minimal({ more: `tracker: { gitlab: { url: https://x.test, project: a, token ${secret} } }` }),
    minimal({ more: `tracker: { gitlab: { url: https://x.test, project: a, token: ${secret} }` }),
    minimal({ more: `tracker: { gitlab: { url: https://x.test, project: a, token: "${secret} } }` }),
    minimal({ more: `notify: { slack: ${secret}, email: { smtp: smtp://u:${secret}@x.test } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: https://x.test, auth: ${secret} } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: https://x.test, auth: { api_token: ${secret} } } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: "https://x.test", auth: { token: { ${secret} } } } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: "https://${secret}@x.test", auth: { token: a } } }` }),
    minimal({ more: `tracker: { gitlab: { url: "\${URL}", project: a, token: x } }` }),
    minimal({ more: `rate: "\${URL}"` }),
  ])("are in no message: %j", async (text) => {
    const message = await messageOf(() => configOf(text, {}, { ...env, URL: `http://x.test/${secret}` }));
    expect(message).not.toContain("0123456789");
    expect(message).toMatch(/rollcall\.yaml:\d+: /);
  });
});
