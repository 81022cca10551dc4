import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { afterEach, expect, test } from "vitest";
import { Clock } from "../company/clock.ts";
import { makeCompany } from "../company/company.ts";
import { makeOnepassword } from "../company/onepassword.ts";
import { Books } from "../kit/books.ts";
import { Faults } from "../kit/faults.ts";
import type { BookedRun, Switches } from "./data.ts";
import { startOnepassword } from "./index.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const secrets = { service: "example-service", client: "example-client", secret: "example-secret", scim: "example-scim" };

async function start(switches: Partial<Switches> = {}) {
  const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
  const account = makeOnepassword(makeCompany(clock).people, clock);
  const folder = mkdtempSync(join(tmpdir(), "rollcall-op-"));
  const [books, faults] = [new Books(), new Faults()];
  const served = await startOnepassword({ name: "1password", data: account.data, folder, secrets, switches, books, faults });
  closing.push(served.close, () => rmSync(folder, { recursive: true }));
  const op = (words: string, { env = {}, input = "" }: { env?: Record<string, string>; input?: string } = {}) => {
    const { stdout, stderr, status } = spawnSync(join(folder, "op"), words.split(" "), { env, input, encoding: "utf8" });
    return { stdout, stderr, status, json: () => JSON.parse(stdout) as Record<string, unknown>[] };
  };
  const send = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, served.url), init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const { controlled } = served;
  return { ...account, group: account.group.id, op, send, faults, controlled };
}

const ajv = new Ajv({ strict: false });
(addFormatsModule as unknown as (ajv: Ajv) => void)(ajv);

function faultsOf(name: string, value: unknown): unknown[] {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, `spec/${name}.json`), "utf8")) as object;
  const valid = ajv.compile(schema);
  valid(value);
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

// The types of the official wrapper of op (1Password/op-js): there is no official description of what op prints but these.
test.each([
  ["user list", "user"],
  ["group list", "group"],
  ["group user list GROUP", "group-user"],
  ["vault list --group GROUP", "vault"],
])("op %s prints rows of the documented shape", async (words, name) => {
  const at = await start();
  const rows = at.op(`${words.replace("GROUP", at.group)} --format json`).json();
  const planted = new Set(["ROBOT", "OBSERVER"]);
  const known = rows.filter(({ type, role }) => !planted.has(String(type)) && !planted.has(String(role)));
  expect(known.length).toBeGreaterThan(2);
  expect(known.flatMap((row) => faultsOf(name, row))).toEqual([]);
});

test("op user get prints one user, or one after the other for those on its stdin, and op whoami who is signed in", async () => {
  const at = await start();
  const ids = at.data.users.slice(0, 3).map(({ id }) => ({ id }));
  expect(faultsOf("user-details", JSON.parse(at.op(`user get ${ids[0]?.id} --format json`).stdout))).toEqual([]);
  const { stdout } = at.op("user get - --format json", { input: JSON.stringify(ids) });
  expect(stdout.split(/\n(?=\{)/).map((text) => JSON.parse(text).id)).toEqual(ids.map(({ id }) => id));
  expect(faultsOf("whoami", JSON.parse(at.op("whoami --format json").stdout))).toEqual([]);
});

test.each([
  ["user list --formt json", "unknown flag: --formt"],
  ["user get NOBODY --format json", '"NOBODY" isn\'t a user'],
  ["group user list Nothing --format json", '"Nothing" isn\'t a group'],
  ["group user list Support --format json", 'More than one group matches "Support"'],
  ["service-account ratelimit --format json", "unknown command"],
  ["user suspend X --format json", "this account is read-only"],
  ["group user revoke --group X --user Y --format json", "unknown flag: --user"],
])("op %s ends with 1, nothing on stdout and an [ERROR] line", async (words, message) => {
  const { status, stdout, stderr } = (await start()).op(words);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^\[ERROR\] \d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2} .+\n$/);
  expect(stderr).toContain(message);
});

test("without --format json it is a table for people", async () => {
  expect((await start()).op("user list").stdout).toMatch(/^ID +NAME/);
});

test("who may ask: a person who is signed in, a service account with its own token and not for groups, no Connect server", async () => {
  const at = await start();
  const error = (words: string, env: Record<string, string> = {}) => at.op(`${words} --format json`, { env }).stderr;
  expect(error("group list")).toBe("");
  const service = { OP_SERVICE_ACCOUNT_TOKEN: secrets.service };
  expect(error("group list", service)).toContain("is not supported with service accounts");
  expect(error("user list", service)).toBe("");
  expect(error("service-account ratelimit", service)).toBe("");
  expect(error("user list", { OP_SERVICE_ACCOUNT_TOKEN: "other" })).toContain("invalid service account token");
  expect(error("user list", { OP_CONNECT_HOST: "x", OP_CONNECT_TOKEN: "y" })).toContain("not supported with Connect");
  at.controlled.change({ switches: { signedIn: false } });
  expect(error("user list")).toContain("You are not currently signed in");
  at.faults.clear();
  expect(error("user list")).toBe("");
});

test("its books say what was asked and what was set, and never what that held", async () => {
  const at = await start();
  at.op("user list --format json", { env: { OP_CACHE: "false", OP_SERVICE_ACCOUNT_TOKEN: secrets.service } });
  const { runs } = (at.controlled.books?.() ?? { runs: [] }) as { runs: BookedRun[] };
  expect(runs).toMatchObject([{ argv: ["user", "list", "--format", "json"], code: 0 }]);
  expect(runs[0]?.env).toEqual({ connect: false, cache: "off", service: true, account: false });
  expect(JSON.stringify(runs)).not.toContain(secrets.service);
  at.controlled.change({ forget: true });
  expect(at.controlled.books?.()).toEqual({ runs: [] });
});

const list = "/v1beta1/accounts/XLQMR47VZPBKJHSGWNCYFDE3T7/users";

async function token({ send }: Awaited<ReturnType<typeof start>>, secret = secrets.secret) {
  const authorization = `Basic ${Buffer.from(`${secrets.client}:${secret}`).toString("base64")}`;
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  return send("/v1beta1/users/oauth2/token", { method: "POST", headers: { authorization }, body });
}

test("the Users API gives a token for 900 s by Basic and a form, and pages of the documented shape by it", async () => {
  const at = await start();
  const { body } = await token(at);
  expect(body).toMatchObject({ expires_in: 900, access_token: expect.any(String) });
  const headers = { authorization: `Bearer ${body.access_token}`, "user-agent": "Test/1.0" };
  const seen = new Set<string>();
  for (let next = ""; ; ) {
    const page = await at.send(`${list}?max_page_size=50${next && `&page_token=${next}`}`, { headers });
    expect(faultsOf("users-api-page", page.body)).toEqual([]);
    for (const { id } of page.body.results as { id: string }[]) seen.add(id);
    next = String(page.body.next_page_token ?? "");
    if (next === "") break;
  }
  expect(seen.size).toBeGreaterThan(130);
  expect((await at.send(list, { headers })).body.results).toHaveLength(25);
  const status = async (path: string, init: RequestInit = { headers }) => (await at.send(path, init)).status;
  expect(await status(`${list}?max_page_size=1001`)).toBe(400);
  expect(await status(`${list}?page_token=x`)).toBe(400);
  expect(await status("/v1beta1/accounts/OTHER/users")).toBe(403);
  expect(await status(list, { headers: { authorization: "Bearer x" } })).toBe(401);
  expect(await status(list, { headers, method: "POST" })).toBe(500);
});

test("a wrong secret gets no token, and one whose time is over is 401", async () => {
  const at = await start({ tokenLife: 0 });
  expect((await token(at, "wrong")).status).toBe(401);
  const { body } = await token(at);
  const headers = { authorization: `Bearer ${body.access_token}`, "user-agent": "Test/1.0" };
  expect((await at.send(list, { headers })).status).toBe(401);
});

test("the bridge answers lists, users and groups of the RFC's shape, no more than its own page, and errors with a status as text", async () => {
  const at = await start();
  const headers = { authorization: `Bearer ${secrets.scim}` };
  const { body } = await at.send("/scim/Users?startIndex=1&count=100", { headers });
  expect([faultsOf("scim-list", body), body.itemsPerPage]).toEqual([[], 60]);
  expect((body.Resources as unknown[]).flatMap((user) => faultsOf("scim-user", user))).toEqual([]);
  const groups = await at.send("/scim/Groups", { headers });
  expect((groups.body.Resources as unknown[]).flatMap((group) => faultsOf("scim-group", group))).toEqual([]);
  expect(faultsOf("scim-group", (await at.send(`/scim/Groups/${at.group}`, { headers })).body)).toEqual([]);
  const beyond = await at.send("/scim/Users?startIndex=9999", { headers });
  expect([faultsOf("scim-list", beyond.body), beyond.body.Resources]).toEqual([[], undefined]);
  const refused = [await at.send("/scim/Users"), await at.send("/scim/Nothing", { headers })];
  expect(refused.map(({ status }) => status)).toEqual([401, 404]);
  expect(refused.flatMap(({ body: error }) => faultsOf("scim-error", error))).toEqual([]);
});

test.each(["POST", "PUT", "PATCH", "DELETE"])("a %s at the bridge is answered 500", async (method) => {
  const headers = { authorization: `Bearer ${secrets.scim}` };
  expect((await (await start()).send("/scim/Users/X", { method, headers })).status).toBe(500);
});
