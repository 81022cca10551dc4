import { expect, test } from "vitest";
import { directory, foundIn, outcomeIn, sourceIn, useDirectory } from "../testing/use-directory.ts";

const on = useDirectory();

test("everything that was planted is found and nothing else, at one request a page, and only by reading", async () => {
  const before = (await on.company.books()).requests.length;
  const at = await on.audited();
  expect(foundIn(at)).toEqual(on.planted());
  expect([at.audit.status, at.code]).toEqual(["complete", 0]);
  const { requests } = await on.company.books();
  expect(at.audit.sources.map((one) => [one.rows, one.expected, one.requests])).toEqual(
    at.audit.sources.map(({ rows }) => [rows, rows, Math.ceil(rows / 25)]),
  );
  expect(requests.length - before).toBe(at.audit.sources.reduce((sum, one) => sum + one.requests, 0));
  expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("whatever the size of its pages, the list is the same", async () => {
  const hashes = new Set<string>();
  for (const longest of [1, 7, 100]) {
    await on.answers({ longest });
    const at = await on.audited();
    expect(at.audit.status).toBe("complete");
    hashes.add(at.audit.sources.map(({ sha256 }) => sha256).join(" "));
  }
  expect(hashes.size).toBe(1);
});

test("members that are left out of lists unless asked for are asked for", async () => {
  await on.answers({ members: "asked" });
  const at = await on.audited();
  expect(foundIn(at)).toEqual(on.planted());
  expect(sourceIn(at, "groups")?.requests).toBe(1);
});

test("members that come in no list are asked for once a group", async () => {
  await on.answers({ members: "single" });
  const at = await on.audited();
  expect(foundIn(at)).toEqual(on.planted());
  expect(sourceIn(at, "groups")).toMatchObject({ rows: 6, requests: 1 + 6, status: "complete" });
});

test("and of the groups that are compared only, with those that stand within them", async () => {
  await on.answers({ members: "single" });
  const at = await on.audited(on.withKeys("groups: [Lab operators]"));
  // The operators, the night shift within them; the administrators and who is within those.
  expect(sourceIn(at, "groups")?.requests).toBe(1 + 4);
  expect(at.audit.status).toBe("complete");
});

test("a list of members that was cut is given away by its users, and groups count as unread", async () => {
  await on.answers({ mostMembers: 3 });
  const at = await on.audited();
  expect([at.audit.status, at.code]).toEqual(["incomplete", 3]);
  expect(sourceIn(at, "groups")).toMatchObject({ status: "failed", rows: 0, sha256: null });
  expect(sourceIn(at, "groups")?.reason).toMatch(/its list of 3 members does not hold them: the list was cut/);
  for (const id of ["group-mismatch", "unexpected-admin"]) expect(outcomeIn(at, id)).toBe("not-assessed");
  expect(outcomeIn(at, "name-mismatch")).toBe("fail");
  expect(at.audit.counts).not.toHaveProperty("admins");
});

test("text for true, false and numbers is taken as meant", async () => {
  await on.answers({ asText: true });
  expect(foundIn(await on.audited())).toEqual(on.planted());
});

test.each([
  ["moves all the time", { moving: true }, "still moving after 3 readings: the platform counted 7"],
  ["is forbidden", { scope: "nothing" }, "answered 403: Operation is not permitted"],
])("a list that %s is unread", async (_, switches, reason) => {
  await on.answers({ longest: 7, ...switches });
  const at = await on.audited();
  expect(sourceIn(at, "users")?.status).not.toBe("complete");
  expect(sourceIn(at, "users")?.reason).toContain(reason);
  expect(at.audit.findings).toEqual([]);
  expect(at.code).not.toBe(0);
});

test("a token that may not read groups: what rests on users alone is judged", async () => {
  await on.answers({ scope: "users" });
  const at = await on.audited();
  expect([at.audit.status, at.code]).toEqual(["incomplete", 3]);
  expect(sourceIn(at, "groups")).toMatchObject({ status: "unavailable" });
  expect(sourceIn(at, "groups")?.reason).toContain("it needs a token that may read /Groups");
  const resting = on.planted().filter((one) => !/^(?:group-mismatch|unexpected-admin) /.test(one));
  expect(foundIn(at)).toEqual(resting);
  expect(at.audit.counts).not.toHaveProperty("admins");
});

test.each(["off", "unimplemented"])(
  "a service without groups (%s) is told how to say so, and then is complete",
  async (groups) => {
    await on.answers({ groups });
    const at = await on.audited();
    expect(at.audit.status).toBe("incomplete");
    expect(sourceIn(at, "groups")?.reason).toContain("if the service has no groups, say groups: false");
    const said = await on.audited(on.configured((text) => text.replace(/ {4}admin_groups: .*\n/, "    groups: false\n")));
    expect(said.audit.status).toBe("complete");
    expect(said.audit.sources.map(({ name }) => name)).toEqual(["users"]);
    expect(outcomeIn(said, "group-mismatch")).toBeUndefined();
  },
);

test("groups that are compared are those named; whoever is in others beside has no finding for it", async () => {
  const at = await on.audited(on.withKeys("groups: [Night shift]"));
  expect(foundIn(at).filter((one) => one.startsWith("group-mismatch"))).toEqual([]);
  expect(at.audit.status).toBe("complete");
});

test("only members are audited where that is said: nobody else is looked at", async () => {
  const at = await on.audited(on.withKeys("groups: [Lab users]", "accounts: members"));
  const all = await on.audited();
  expect(at.audit.counts.accounts).toBeGreaterThan(20);
  expect(at.audit.counts.accounts).toBeLessThan(all.audit.counts.accounts ?? 0);
  expect(foundIn(at).filter((one) => one.startsWith("account-without-person"))).toEqual([]);
  expect(foundIn(at).filter((one) => one.startsWith("leaver-with-access"))).toHaveLength(2);
  await on.answers({ scope: "users" });
  const blind = await on.audited(on.withKeys("groups: [Lab users]", "accounts: members"));
  expect(blind.audit).toMatchObject({ counts: {}, findings: [] });
});

test.each([["Nobody's", '"Nobody\'s" in rollcall.yaml is no group of this service; write its displayName or id']])(
  "a group %s that is not there is a configuration to correct, not an empty group",
  async (name, message) => {
    const at = await on.audited(on.withKeys(`groups: ["${name}"]`));
    expect(sourceIn(at, "groups")?.status).toBe("failed");
    expect(sourceIn(at, "groups")?.reason).toContain(message);
  },
);

test("users can be asked for by a filter; one the service does not know is said to be one", async () => {
  const at = await on.audited(on.withKeys('user_filter: "active eq false"'));
  expect(sourceIn(at, "users")).toMatchObject({ status: "complete", rows: 2 });
  const { audit } = await on.audited(on.withKeys('user_filter: "title co x"'));
  expect(audit.sources[0]?.reason).toContain("answered 400: invalidFilter: The specified filter is not supported");
});

test.each([
  ["a row that was lost", { kind: "drop-row" }],
  ["a list that leads back", { kind: "same-cursor" }],
  ["a row that slips to the next page each time", { kind: "repeat-row", after: 1 }],
  ["an empty page before the end", { kind: "status", status: 200, body: '{"totalResults":71,"Resources":[]}' }],
  ["a wrong address", { kind: "status", status: 404, body: '{"detail":"Endpoint Not Found"}' }],
  ["a list in place of an answer", { kind: "status", status: 200, body: "[]" }],
])("%s makes the users unread, not fewer", async (_, fault) => {
  await on.company.fault({ server: directory, path: "/scim/v2/Users", ...fault });
  const at = await on.audited();
  expect(at.code).toBe(3);
  expect(sourceIn(at, "users")).toMatchObject({ status: "failed", sha256: null });
  expect(sourceIn(at, "users")?.reason).not.toBe("");
  expect(at.audit.checks.find(({ id }) => id === "person-without-account")).toMatchObject({
    outcome: "not-assessed",
    failing: 0,
  });
});

test("nobody at all, said by leaving Resources out, is an empty list", async () => {
  await on.company.fault({ server: directory, path: "/scim/v2/Users", kind: "status", status: 200, body: '{"totalResults":0}' });
  const at = await on.audited();
  expect(sourceIn(at, "users")).toMatchObject({ status: "complete", rows: 0, expected: 0 });
});

test("a list that moved once is read again from the start", async () => {
  await on.company.fault({ server: directory, path: "/scim/v2/Users", kind: "repeat-row", after: 1, times: 1 });
  const at = await on.audited();
  expect(at.audit.status).toBe("complete");
  expect(sourceIn(at, "users")?.requests).toBe(6);
});

test("addresses of another host, in members and places, are followed nowhere", async () => {
  await on.company.fault({ server: directory, path: "/scim/v2/", kind: "foreign-next", to: "http://127.0.0.1:9" });
  const at = await on.audited();
  expect(at.audit.status).toBe("complete");
  expect(foundIn(at)).toEqual(on.planted());
});

test("a 429 is waited out as Retry-After says, and the token stands nowhere", async () => {
  const body = '{"status":"429","detail":"slow down"}';
  const headers = { "Retry-After": "1", "Content-Type": "application/scim+json" };
  await on.company.fault({ server: directory, path: "/scim/v2/Groups", kind: "status", status: 429, headers, body, times: 1 });
  const at = await on.audited();
  expect(at.audit.status).toBe("complete");
  expect(at.text).not.toContain(on.company.env.LAB_TOKEN);
});

test("doctor says what the token is shown, and a revoked one is told without being shown", async () => {
  const { stdout } = await on.company.rollcall(["doctor", directory]);
  expect(stdout).toContain("reached as the bearer of a token that is shown 71 users; 2 of 2 sources readable");
  const revoked = await on.company.rollcall(["doctor", directory], { LAB_TOKEN: "example-token-revoked" });
  expect(revoked.code).toBe(4);
  expect(revoked.stdout).toContain("it may have expired or been revoked");
  expect(revoked.stdout + revoked.stderr).not.toContain("example-token-revoked");
});

test("a setting that cannot be is refused with its line", async () => {
  const path = on.withKeys("accounts: members")[1] ?? "";
  const { code, stderr } = await on.company.rollcall(["audit", directory, "--config", path]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/changed\.yaml:\d+: systems\.lab-directory\.accounts: members are those of groups/);
});
