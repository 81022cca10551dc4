import { expect, test } from "vitest";
import { keysOf, opSettings, sourceNamed, statuses, useOnepassword } from "../testing/use-onepassword.ts";

const on = useOnepassword();

/** Settings with the address of the simulated account in place of URL. */
async function at(settings: string): Promise<string[]> {
  const { url } = on.company.systems["1password"] ?? { url: "" };
  return on.configured(settings.replaceAll("URL", url));
}

const api = `    users_api: { url: URL, account: XLQMR47VZPBKJHSGWNCYFDE3T7, client_id: example-client, client_secret: "\${ONEPASSWORD_CLIENT_SECRET}" }\n`;
const scim = `    group: Support\n    scim: { url: URL, token: "\${ONEPASSWORD_SCIM_TOKEN}" }\n`;

async function requests(): Promise<string[]> {
  return (await on.company.books()).requests.map(({ method, path, status }) => `${method} ${path} ${status}`);
}

test("with the Users API op lists no users, and what is found is the same", async () => {
  const before = (await requests()).length;
  const { audit } = await on.audited(await at(opSettings + api));
  expect([audit.status, keysOf(audit)]).toEqual(["complete", on.planted()]);
  expect((await on.runs()).some(({ argv }) => argv.join(" ").startsWith("user list"))).toBe(false);
  expect((await requests()).slice(before)).toEqual([
    "POST /v1beta1/users/oauth2/token 200",
    "GET /v1beta1/accounts/XLQMR47VZPBKJHSGWNCYFDE3T7/users?max_page_size=1000 200",
  ]);
});

test("its pages are walked by token; a token that ended is renewed once; the list may stand under users", async () => {
  await on.switched({ pageSize: 50, listKey: "users" });
  const given = await at(opSettings + api);
  const walked = await on.audited(given);
  expect(walked.audit.status).toBe("complete");
  const pages = Math.ceil((sourceNamed(walked.audit, "users")?.rows ?? 0) / 50);
  expect([pages > 2, sourceNamed(walked.audit, "users")?.requests]).toEqual([true, pages]);
  await on.company.fault({
    server: "1password",
    path: "/v1beta1/accounts",
    kind: "status",
    status: 401,
    body: "{}",
    after: 1,
    times: 1,
  });
  const renewed = await on.audited(given);
  expect([renewed.audit.status, sourceNamed(renewed.audit, "users")?.requests]).toEqual(["complete", pages + 1]);
});

test.each([
  ["neither results nor users", { switches: { listKey: "people" } }, null, 'no list "results" or "users" (it holds: people'],
  ["a list that leads back", { switches: { pageSize: 50 } }, { kind: "same-cursor" }, "names one that was read before"],
  ["a list that never holds still", {}, { kind: "repeat-row" }, "came twice"],
  ["a list that lacks a member", {}, { kind: "drop-row" }, "1 members of the group are not among them"],
  ["a page for people", {}, { kind: "html" }, 'an HTML page titled "Sign in to Example"'],
])("%s makes the users unread, and all that was found in op stands", async (_, state, fault, message) => {
  await on.company.state({ server: "1password", ...state });
  if (fault) await on.company.fault({ server: "1password", path: "/v1beta1/accounts", ...fault });
  const { audit, code } = await on.audited(await at(opSettings + api));
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  expect(sourceNamed(audit, "users")).toMatchObject({ status: "failed", sha256: null });
  expect(sourceNamed(audit, "users")?.reason).toContain(message);
  expect(audit.checks.find(({ id }) => id === "suspended-with-access")?.outcome).toBe("not-assessed");
  expect(audit.checks.find(({ id }) => id === "entitlement-missing")?.outcome).toBe("fail");
});

test.each([
  ["a wrong secret", api, "example-secret-wrong", "check client_id and client_secret"],
  ["a wrong account", api.replace("XLQMR", "WRONG"), "", "it needs an OAuth application of the account"],
])("%s of the Users API is a refusal", async (_, settings, secret, message) => {
  const { audit, code } = await on.audited(await at(opSettings + settings), secret ? { ONEPASSWORD_CLIENT_SECRET: secret } : {});
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  expect(sourceNamed(audit, "users")).toMatchObject({ status: "unavailable" });
  expect(sourceNamed(audit, "users")?.reason).toContain(message);
});

/** Guests, roles, sign-ins, invitations and service accounts are not a bridge's to tell. */
const ofScim = new Set([
  "leaver-with-access",
  "entitlement-missing",
  "suspended-with-access",
  "name-mismatch",
  "duplicate-account",
]);

test("a SCIM bridge tells who is in the group and who is suspended, and op is not run", async () => {
  const { audit, code } = await on.audited(await at(scim));
  expect([audit.status, code]).toEqual(["complete", 0]);
  expect(statuses(audit)).toEqual(["group complete", "group-members complete", "provisioned-users complete"]);
  expect(await on.runs()).toEqual([]);
  const told = keysOf(audit).filter((key) => ofScim.has(key.slice(0, key.indexOf("/"))));
  expect(told).toEqual(expect.arrayContaining(on.planted().filter((key) => ofScim.has(key.slice(0, key.indexOf("/"))))));
  expect(audit.checks.map(({ id }) => id)).not.toEqual(expect.arrayContaining(["guest-with-access"]));
  expect(audit.sources.map((source) => source.requests)).toEqual([1, 1, Math.ceil((audit.sources[2]?.rows ?? 0) / 60)]);
  const doctor = await on.company.rollcall(["doctor", "1password", ...(await at(scim))]);
  expect(doctor.stdout).toContain("the holder of the token of the SCIM bridge 127.0.0.1");
});

test("a bridge and the Users API together need nobody to be there", async () => {
  await on.switched({ signedIn: false });
  const { audit } = await on.audited(await at(scim + api));
  expect(statuses(audit)).toEqual(["group complete", "group-members complete", "provisioned-users complete", "users complete"]);
  expect(await on.runs()).toEqual([]);
});

test("members that come only when asked for by name are asked for so", async () => {
  await on.switched({ scimMembers: "unless-asked" });
  const { audit } = await on.audited(await at(scim));
  expect([audit.status, sourceNamed(audit, "group-members")?.requests]).toEqual(["complete", 2]);
});

test.each([
  ["members that were cut", { scimMembers: "cut" }, null, "users say that they are in the group and are not in its list"],
  ["members that are not told", { scimMembers: "hidden" }, null, "does not tell the members of group"],
  ["a server in trouble", {}, { kind: "status", status: 404, body: "{}", path: "/scim/Groups/" }, "answered 404"],
])("%s are not an empty group", async (_, switches, fault, message) => {
  await on.switched(switches);
  if (fault) await on.company.fault({ server: "1password", ...fault });
  const { audit, code } = await on.audited(await at(scim));
  expect([audit.status, code, audit.findings]).toEqual(["incomplete", 3, []]);
  expect(sourceNamed(audit, "group-members")?.reason).toContain(message);
});

test.each([
  ["moved", { kind: "repeat-page" }, "it moved while it was read"],
  ["was cut", { kind: "drop-row" }, "the list ends after"],
  ["repeats", { kind: "repeat-row" }, "rows and says it has"],
])("a bridge's list of users that %s is not the list", async (_, fault, message) => {
  await on.company.fault({ server: "1password", path: "/scim/Users", ...fault });
  const { audit } = await on.audited(await at(scim));
  expect(sourceNamed(audit, "provisioned-users")).toMatchObject({ status: "failed" });
  expect(sourceNamed(audit, "provisioned-users")?.reason).toContain(message);
  expect(audit.findings).toEqual([]);
});

test("a bridge that knows the token no more is refused credentials, and one under another prefix is said to be no such", async () => {
  const refused = await on.audited(await at(scim), { ONEPASSWORD_SCIM_TOKEN: "example-scim-token-old" });
  expect([refused.audit.status, refused.code]).toEqual(["failed", 4]);
  const elsewhere = await on.audited(await at(scim.replace("scim: {", "scim: { prefix: /scim/v2,")));
  expect([elsewhere.audit.status, elsewhere.code]).toEqual(["failed", 3]);
});

test.each([
  ["command: op\n    scim: { url: URL, token: x }", "expected no command beside scim"],
  ["service_account_token: x\n    scim: { url: URL, token: x }", "expected no service_account_token beside scim"],
  ["account: acme.1password.com\n    service_account_token: x", "expected no account beside service_account_token"],
  ["command: [op]", "expected text"],
  ["timeout: soon", "expected seconds as a whole number"],
  ["scim: { url: URL, token: x, prefix: 'http://x' }", "expected a path such as /scim"],
  ["users_api: { account: ../x, client_id: x, client_secret: x }", "expected the id of the 1Password account"],
])("%s is refused with its line", async (settings, message) => {
  const given = await at(`    group: Support\n    ${settings}\n`);
  const { code, stderr } = await on.company.rollcall(["audit", "1password", "--no-publish", ...given]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/changed\.yaml:\d+: /);
  expect(stderr).toContain(message);
});
