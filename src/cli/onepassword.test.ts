import { expect, test } from "vitest";
import { now } from "../testing/company.ts";
import { keysOf, opSettings, sourceNamed, statuses, useOnepassword } from "../testing/use-onepassword.ts";

const on = useOnepassword();
const serviceToken = '    service_account_token: "${ONEPASSWORD_SERVICE_TOKEN}"\n';

test("six runs of op tell all that was planted, and nothing else", async () => {
  const { audit, code } = await on.audited();
  expect(code).toBe(0);
  expect(statuses(audit)).toEqual([
    "group complete",
    "group-members complete",
    "sign-ins complete",
    "vaults complete",
    "users complete",
  ]);
  expect(keysOf(audit)).toEqual(on.planted());
  expect(audit.sources.map(({ requests }) => requests)).toEqual([2, 1, 1, 1, 1]);
  expect((await on.runs()).map(({ argv }) => argv.filter((word) => !/^[\w]{26}$/.test(word)).join(" ")).sort()).toEqual([
    "--version",
    "group list --format json",
    "group user list --format json",
    "user get - --format json",
    "user list --format json",
    "vault list --group --format json",
  ]);
  expect(new Set(audit.findings.map(({ answers_to }) => answers_to?.email))).toEqual(new Set(["lee.okafor@acme.test"]));
});

test("op never sees a Connect server nor a cache, whatever our environment says, and no name or secret stands in its words", async () => {
  const env = { OP_CONNECT_HOST: "http://127.0.0.1:9", OP_CONNECT_TOKEN: "example-connect-token", OP_CACHE: "true" };
  expect((await on.audited([], env)).audit.status).toBe("complete");
  for (const run of await on.runs()) {
    expect(run.env).toEqual({ connect: false, cache: "off", service: false, account: false });
    expect(run.argv.join(" ")).not.toMatch(/Support|example|token/);
  }
});

test("the three tables say who is in the group, who is not of the team, and what it opens", async () => {
  const { stdout } = await on.company.rollcall(["audit", "1password", "--no-publish", "--now", now, "--format", "markdown"]);
  for (const title of [
    "Support team, and whether they are in Support",
    "In Support but not part of the support team",
    "Vaults Support opens",
  ])
    expect(stdout).toContain(title);
  expect(stdout).toMatch(/\| Casey Unknown \| casey\.unknown\S* \| member \| active \| MEMBER /);
  expect(stdout).toMatch(/Backup robot .*service account: Slack bridge/);
  expect(stdout).not.toContain("Payroll");
});

test.each(["null", "[]", "nothing"])("an empty list printed as %s is an empty list", async (empty) => {
  await on.switched({ empty });
  await on.withGroup({ id: "emptygroup7rollcall2345abc", name: "Nobody" });
  const { audit, code } = await on.audited(on.configured(opSettings.replace("Support", "Nobody")));
  expect([code, audit.status, audit.counts.accounts]).toEqual([0, "complete", 0]);
  expect(audit.sources.map(({ rows }) => rows).slice(1, 4)).toEqual([0, 0, 0]);
  const missing = audit.findings.filter(({ check }) => check === "entitlement-missing");
  expect(missing.length).toBeGreaterThan(100);
  expect((await on.runs()).some(({ argv }) => argv.includes("get"))).toBe(false);
});

test.each([
  ["signed out", { signedIn: false }],
  ["locked", { trouble: { command: "", kind: "error", text: "1Password app is locked" } }],
  ["not answered", { trouble: { command: "", kind: "error", text: "authorization timeout" } }],
])("nobody who is %s is let in: refused credentials, said once with the way out", async (_, switches) => {
  await on.switched(switches);
  const { audit, code } = await on.audited();
  expect([audit.status, code]).toEqual(["failed", 4]);
  expect(new Set(audit.sources.map(({ status }) => status))).toEqual(new Set(["unavailable"]));
  for (const { reason } of audit.sources) expect(reason).toContain("run `eval $(op signin)` in this terminal");
  expect((await on.runs()).map(({ argv }) => argv[0])).toEqual(["--version", "group"]);
});

test("an app that only opens for a command is opened by one before doctor says who is there", async () => {
  await on.switched({ app: true });
  const doctor = await on.company.rollcall(["doctor", "1password"]);
  expect(doctor.stdout).toContain("✓ 1password: reached as dana.whitfield@acme.test of https://acme.1password.example; 5 of 5");
});

test("what a service account may not see is unavailable with the ways out, and what it may is read", async () => {
  const { audit, code } = await on.audited(on.configured(opSettings + serviceToken));
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  expect(statuses(audit).filter((one) => !one.endsWith("unavailable"))).toEqual(["users complete"]);
  expect(audit.findings).toEqual([]);
  for (const way of ["`rollcall audit 1password` uses the 1Password app", "scim:", "platform: csv"])
    expect(sourceNamed(audit, "group-members")?.reason).toContain(way);
  for (const { env, argv } of await on.runs()) expect([env.service, argv.join(" ").includes("example")]).toEqual([true, false]);
  const doctor = await on.company.rollcall(["doctor", "1password", ...on.configured(opSettings + serviceToken)]);
  expect(doctor.stdout).toContain("a service account");
  expect(doctor.stdout).toContain("group-members: unavailable");
});

test("a service account that may see groups says what the sign-ins cost, and stops where that is too much", async () => {
  await on.switched({ refused: [] });
  const given = on.configured(opSettings + serviceToken);
  const { audit, stderr } = await on.audited(given);
  expect([audit.status, keysOf(audit)]).toEqual(["complete", on.planted()]);
  expect(stderr).toMatch(/the last sign-ins of \d+ members take \d+ reads of the service account: 9000 are left/);
  expect(sourceNamed(audit, "sign-ins")?.requests).toBe(2);
  await on.switched({ remaining: 200 });
  const short = await on.audited(given);
  expect(statuses(short.audit).filter((one) => !one.endsWith("complete"))).toEqual(["sign-ins failed"]);
  expect(sourceNamed(short.audit, "sign-ins")?.reason).toMatch(/this run may take 100 of them \(rate 0\.5\); run again when/);
  await on.switched({ remaining: null });
  expect((await on.audited(given)).audit.status).toBe("complete");
});

test("a token of a service account that is no good is refused credentials", async () => {
  const { audit, code } = await on.audited(on.configured(opSettings + serviceToken), {
    ONEPASSWORD_SERVICE_TOKEN: "example-token-revoked",
  });
  expect([audit.status, code]).toEqual(["failed", 4]);
  expect(audit.sources[0]?.reason).toContain("check the service account's token");
});

test.each([
  ["array", 1],
  ["first", null],
  ["refused", null],
])("sign-ins by stdin, where op answers with %s", async (piped, requests) => {
  await on.switched({ piped });
  const { audit, stderr } = await on.audited();
  expect([audit.status, keysOf(audit)]).toEqual(["complete", on.planted()]);
  const members = sourceNamed(audit, "group-members")?.rows ?? 0;
  expect(sourceNamed(audit, "sign-ins")).toMatchObject({
    rows: members,
    requests: requests ?? members + (piped === "refused" ? 1 : 0),
  });
  if (requests === null) expect(stderr).toMatch(/asking for \d+ members one by one, \d+ more runs of op/);
});
