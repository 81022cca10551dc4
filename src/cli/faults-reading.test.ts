import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { now, startCompany } from "../testing/company.ts";
import { expectNoSecrets, federal, sourceOf, useCompany } from "../testing/use-company.ts";

const on = useCompany();

const look = ["--no-publish"];

test("a token that dies on the way is renewed, and the run is complete", async () => {
  await on.company.state({ server: federal, switches: { latency: 250, tokenLife: 1 } });
  const before = await tokensAsked();
  const ran = await on.audit(look);
  expect([ran.audit?.status, ran.code]).toEqual(["complete", 0]);
  expect((await tokensAsked()) - before).toBeGreaterThan(1);
});

test("a token revoked between pages is renewed, and the run is complete", async () => {
  await on.company.state({ server: federal, switches: { latency: 250 } });
  const already = (await answered("/api/v2/")).length;
  const running = on.audit(look);
  await vi.waitUntil(async () => (await answered("/api/v2/")).length > already, { timeout: 20_000, interval: 5 });
  await on.company.state({ server: federal, revoke: true });
  const ran = await running;
  expect([ran.audit?.status, ran.code]).toEqual(["complete", 0]);
  expect((await answered("/api/v2/")).slice(already).map(({ status }) => status)).toContain(401);
});

test("a 429 is waited out, the wait is told, and it costs nothing", async () => {
  const headers = { "Retry-After": "1" };
  await on.company.fault({ server: federal, kind: "status", status: 429, headers, path: "/api/v2/", times: 2 });
  const ran = await on.audit(look);
  expect([ran.audit?.status, ran.code]).toEqual(["complete", 0]);
  expect(ran.stderr).toMatch(/answered 429; asking again in 1 s/);
});

test.each(["foreign-next", "redirect"])("%s: the other host gets nothing, and it is named", async (kind) => {
  let visits = 0;
  const stranger = createServer((_, response) => {
    visits += 1;
    response.end("[]");
  });
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  await on.company.fault({ server: federal, kind, to: `http://${host}/api/v2/users`, path: "/api/v2/users?" });
  const ran = await on.audit(look);
  stranger.close();
  expect([ran.audit?.status, ran.code, visits]).toEqual(["incomplete", 3, 0]);
  expect(sourceOf(ran, "users")).toMatchObject({ status: "failed", reason: expect.stringContaining(host) });
  expect(sourceOf(ran, "users")?.reason).toMatch(/not followed, nothing was sent there; .*check url/);
});

test("users without e-mail or name, with names made to hurt and ids no number can hold, are all there, digit for digit", async () => {
  const names = {
    "9223372036854775807": null,
    "9223372036854775806": "Zoë 🙂 名前",
    "9223372036854775805": "\u202e| @all <b>\u001b[2J",
  };
  const common = { email: null, role: "agent", role_type: null, custom_role_id: null, active: true, suspended: false };
  const more = { shared_agent: false, chat_only: false, two_factor_auth_enabled: null, last_login_at: null, created_at: now };
  const set = Object.entries(names).map(([id, name]) => ({ id, name, ...common, ...more }));
  await on.company.state({ server: federal, table: "users", set });
  const ran = await on.audit(look);
  const csv = await on.run(["audit", federal, ...look, "--format", "csv", "--accounts"]);
  await on.company.state({ server: federal, table: "users", remove: Object.keys(names) });
  expect([ran.audit?.status, ran.code]).toEqual(["complete", 0]);
  for (const id of Object.keys(names)) {
    const finding = ran.audit?.findings.find(({ key }) => key === `${federal}/account-without-person/account:${id}`);
    expect(finding?.account).toMatchObject({ id, email: null });
    expect(csv.stdout).toContain(id);
  }
  expect(csv.stdout).not.toMatch(/[\u001b\u202e]/);
});

test("12,000 agents are read whole, beyond where paging by offset ends", async () => {
  const large = await startCompany(["--agents", "12000"]);
  try {
    const { audits, code } = await large.audit(["zendesk-global", ...look]);
    const users = audits.get("zendesk-global")?.sources.find(({ name }) => name === "users");
    expect([users?.status, users?.rows, users?.expected, code]).toEqual(["complete", 12_000, 12_000, 0]);
    expect(audits.get("zendesk-global")?.counts.accounts).toBe(12_000);
  } finally {
    large.end();
  }
});

test.each([
  [federal, "ZD_FEDERAL_CLIENT_SECRET"],
  ["gitlab", "GL_TOKEN"],
])("%s repeating our secret in its refusal: the refusal is told, the secret is not", async (server, name) => {
  const body = JSON.stringify({ error: `no rights for ${on.company.env[name]} here` });
  await on.company.fault({ server, kind: "status", status: 403, path: "/api", body });
  const ran = await on.audit();
  expect(ran.code).toBe(4);
  expect(ran.stderr).toContain("no rights for *** here");
});

test("the search for secrets that all of these tests rely on finds each kind of them", async () => {
  const { env, systems, gitlab } = on.company;
  const own = systems[federal];
  const json = {
    grant_type: "client_credentials",
    client_id: env.ZD_FEDERAL_CLIENT_ID,
    client_secret: env.ZD_FEDERAL_CLIENT_SECRET,
  };
  const response = await fetch(new URL("/oauth/tokens", own?.url), { method: "POST", body: JSON.stringify(json) });
  const { access_token } = (await response.json()) as { access_token: string };
  const secrets = [env.GL_TOKEN, env.ZD_GLOBAL_CLIENT_SECRET, own?.token, own?.api_token, gitlab.tokens[1]?.value, access_token];
  for (const secret of secrets) expect(() => expectNoSecrets(on.company, [`so ${secret} it is`])).toThrow();
  expectNoSecrets(on.company, ["nothing here"]);
});

async function tokensAsked(): Promise<number> {
  return (await answered("/oauth/tokens")).length;
}

async function answered(path: string): Promise<{ status: number }[]> {
  return (await on.company.books()).requests.filter((request) => request.server === federal && request.path.startsWith(path));
}
