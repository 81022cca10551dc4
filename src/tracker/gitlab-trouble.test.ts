import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { aFinding, anAuditView } from "../reports/testing/views.ts";
import { auditMarker } from "./notes-block.ts";
import { aDraft } from "./testing/drafts.ts";
import { inBetween, type SimulatedGitlab, simulatedGitlab } from "./testing/gitlab.ts";
import type { IssueDraft } from "./tracker.ts";

const { signal } = new AbortController();
const write = { reopen: false, dryRun: false };
const auditor = "leeokafor";

let gitlab: SimulatedGitlab;
let tests = 0;
let auditId: string;
let way: { close(): void } | null = null;

beforeAll(async () => {
  gitlab = await simulatedGitlab();
});
afterAll(() => gitlab.stop());
beforeEach(async () => {
  tests += 1;
  auditId = `zendesk-${tests}/FY27-Q4`;
  await gitlab.clear();
});
afterEach(() => {
  way?.close();
  way = null;
});

function draft(view = anAuditView()): IssueDraft {
  return aDraft(view, { auditId });
}

const cleared = () => draft(anAuditView({ findings: [aFinding(), aFinding({ key: "a/b/account:2", ref: "F2" })] }));
const ours = async () => (await gitlab.issues()).filter(({ description }) => description?.includes(auditMarker(auditId)));
const at = () => `projects/${encodeURIComponent(gitlab.project)}/issues`;

async function create(): Promise<number> {
  const { link } = await gitlab.tracker().publish(draft(), write, signal);
  return link?.iid ?? 0;
}

/** Once, just before the first request with that method to that path. */
async function justBefore(method: string, path: RegExp, happens: () => Promise<unknown>): Promise<URL> {
  let isDue = true;
  const between = await inBetween(gitlab, async (request) => {
    if (!isDue || request.method !== method || !path.test(request.path)) return;
    isDue = false;
    await happens();
  });
  way = between;
  return between.url;
}

test("a box ticked between our reading and our writing is ticked again", async () => {
  const iid = await create();
  const url = await justBefore("PUT", /\/issues\/\d+$/, async () => {
    await gitlab.tick(iid, { words: "**F1**", username: auditor });
    await gitlab.tick(iid, { words: "Say in the team channel", username: auditor });
  });
  const updated = await gitlab.tracker({ url }).publish(cleared(), write, signal);
  expect(updated).toMatchObject({ action: "updated", warnings: [] });
  const { description } = await gitlab.issue(iid);
  expect(description).toContain("- [x] **F1**");
  expect(description).toContain("- [ ] **F2**");
  expect(description).toContain("- [x] Say in the team channel");
});

test("so is one ticked by the person whose token Rollcall uses", async () => {
  const token = gitlab.token({ username: auditor });
  const iid = await create();
  const url = await justBefore("PUT", /\/issues\/\d+$/, () => gitlab.tick(iid, { words: "**F1**", username: auditor }));
  await gitlab.tracker({ url, token }).publish(cleared(), write, signal);
  expect((await gitlab.issue(iid)).description).toContain("- [x] **F1**");
});

test("and one that was cleared in that moment is clear", async () => {
  const iid = await create();
  await gitlab.tick(iid, { words: "**F1**", username: auditor });
  const url = await justBefore("PUT", /\/issues\/\d+$/, () =>
    gitlab.tick(iid, { words: "**F1**", username: auditor, checked: false }),
  );
  await gitlab.tracker({ url }).publish(cleared(), write, signal);
  expect((await gitlab.issue(iid)).description).toContain("- [ ] **F1**");
});

test("another edit made in that moment cannot be read back: it is said whose", async () => {
  const iid = await create();
  const change = (text: string) => text.replace("# Zendesk", "# Our Zendesk");
  const url = await justBefore("PUT", /\/issues\/\d+$/, () => gitlab.edit(iid, { username: auditor, change }));
  const updated = await gitlab.tracker({ url }).publish(cleared(), write, signal);
  expect(updated.warnings).toEqual([expect.stringMatching(/^Lee Okafor changed the description in the same moment/)]);
});

test("two at a time: the lower issue stays, ours is closed as its duplicate, and the other's is filled", async () => {
  const body = { title: "Audit", description: `${auditMarker(auditId)}\n\n## Notes\n`, labels: "rollcall" };
  const url = await justBefore("POST", /\/issues$/, () =>
    gitlab.api("POST", at(), { token: gitlab.token({ username: auditor }), body }),
  );
  const published = await gitlab.tracker({ url }).publish(draft(), write, signal);
  const [first, second, ...others] = await ours();
  expect(others).toEqual([]);
  expect(first).toMatchObject({ state: "opened", description: expect.stringContaining("**F1**") });
  expect(second).toMatchObject({ state: "closed" });
  expect(second?._links.closed_as_duplicate_of).toMatch(new RegExp(`/issues/${first?.iid}$`));
  expect(published).toMatchObject({ link: { iid: first?.iid } });
  expect(await gitlab.tracker().publish(draft(), write, signal)).toMatchObject({
    action: "unchanged",
    link: { iid: first?.iid },
  });
});

test("two runs at once in one process make one open issue", async () => {
  await Promise.all([gitlab.tracker().publish(draft(), write, signal), gitlab.tracker().publish(draft(), write, signal)]);
  expect((await ours()).filter(({ state }) => state === "opened")).toHaveLength(1);
});

test("a second open issue that a killed run of ours left is closed; another's is only told", async () => {
  const iid = await create();
  const body = { title: "Audit", description: auditMarker(auditId), labels: "rollcall" };
  await gitlab.api("POST", at(), { token: gitlab.bot, body });
  const theirs = await gitlab.api<{ iid: number }>("POST", at(), { token: gitlab.token({ username: auditor }), body });
  const published = await gitlab.tracker().publish(draft(), write, signal);
  expect((await ours()).map(({ state }) => state)).toEqual(["opened", "closed", "opened"]);
  expect(published).toMatchObject({ link: { iid } });
  expect(published.warnings).toContain(`#${theirs.iid} is open beside #${iid} for ${auditId}: close one of them`);
});

test("an answer that was lost: the issue is looked up before anyone makes it again", async () => {
  const url = await justBefore("POST", /\/issues$/, async () => {
    const body = { title: "Audit", description: `${auditMarker(auditId)}\n\n## Notes\n`, labels: "rollcall" };
    await gitlab.api("POST", at(), { token: gitlab.bot, body });
    await gitlab.fault({ kind: "reset", method: "POST", times: 1 });
  });
  expect(await gitlab.tracker({ url }).publish(draft(), write, signal)).toMatchObject({ action: "created" });
  expect(await ours()).toHaveLength(1);
});

test("deleted while it was being filled: a new one", async () => {
  const iid = await create();
  const url = await justBefore("GET", new RegExp(`/issues/${iid}$`), () => gitlab.change({ do: "delete-issue", iid }));
  const published = await gitlab.tracker({ url }).publish(draft(), write, signal);
  expect(published).toMatchObject({ action: "created", warnings: [expect.stringContaining("deleted")] });
});

test("a renamed project: found by its old path, written to by its number", async () => {
  const { project } = gitlab;
  const iid = await create();
  await gitlab.change({ do: "rename-project", path: `${project}-renamed` });
  const updated = await gitlab.tracker().publish(cleared(), write, signal);
  await gitlab.change({ do: "rename-project", project: `${project}-renamed`, path: project });
  expect(updated).toMatchObject({ action: "updated", link: { iid, url: expect.stringContaining("audits-renamed/") } });
});

test.each([
  ["missing", "acme/support-ops/nowhere"],
  ["out of sight", "acme/federal/secret"],
])("project %s: the configuration must change, and it is named", async (_, project) => {
  const tracker = gitlab.tracker({ project });
  const refused = { actor: "configuration", message: expect.stringContaining(project) };
  await expect(tracker.find(auditId, signal)).rejects.toMatchObject(refused);
  await expect(tracker.publish(draft(), write, signal)).rejects.toMatchObject(refused);
  expect(await tracker.probe(signal)).toMatchObject({ ok: false, message: expect.stringContaining(project) });
});

test("issues switched off: the configuration must change", async () => {
  await gitlab.change({ do: "set-issues-enabled", enabled: false });
  const refusal = gitlab.tracker().publish(draft(), write, signal);
  await expect(refusal).rejects.toMatchObject({ actor: "configuration", message: expect.stringContaining("switched off") });
  await gitlab.change({ do: "set-issues-enabled", enabled: true });
});

test("a wrong token: the credentials must change, and the token shows nowhere", async () => {
  const tracker = gitlab.tracker({ token: "glpat-example-wrong" });
  const error = await tracker.publish(draft(), write, signal).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ actor: "credentials", message: expect.stringContaining("401") });
  const probe = await tracker.probe(signal);
  expect(probe).toMatchObject({ ok: false, message: expect.stringContaining("401") });
  expect(JSON.stringify([String(error), probe])).not.toContain("glpat-example-wrong");
});

test("a token that reads only: the scope is named, by the probe and by the write", async () => {
  const tokenOf = { username: "project_501_bot_0e1f2a3b4c5d6e7f", scope: "read_api" };
  const tracker = gitlab.tracker({ token: gitlab.token(tokenOf) });
  expect(await tracker.probe(signal)).toMatchObject({
    ok: false,
    message: expect.stringContaining("read_api"),
    fix: expect.stringContaining("api"),
  });
  await expect(tracker.publish(draft(), write, signal)).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining("lacks the scope api"),
  });
  expect(await ours()).toEqual([]);
});

test("the probe says who we are; a guest is told what is missing", async () => {
  const probe = await gitlab.tracker().probe(signal);
  expect(probe).toMatchObject({
    ok: true,
    message: expect.stringMatching(/^signed in as project_501_bot_\w+, project acme\/support-ops\/audits/),
  });
  const guest = gitlab.tracker({ token: gitlab.token({ username: "guest.example" }) });
  expect(await guest.probe(signal)).toMatchObject({ ok: false, fix: expect.stringContaining("Reporter") });
});

test("absentees: whoever has no username, is no member, or is a guest where issues are confidential", async () => {
  const person = (gitlabName: string | null) => ({
    email: `${gitlabName}@acme.test`,
    name: gitlabName,
    gitlab: gitlabName,
    slack: null,
  });
  const contacts = ["LeeOkafor", "guest.example", "stranger.example", null].map(person);
  const names = async (confidential: boolean) =>
    (await gitlab.tracker({ confidential }).absentees(contacts, signal)).map(({ gitlab: name }) => name);
  expect(await names(true)).toEqual(["guest.example", "stranger.example", null]);
  expect(await names(false)).toEqual(["stranger.example", null]);
});

test("the members are listed once, however often they are asked about", async () => {
  const tracker = gitlab.tracker();
  const contacts = [{ email: "lee.okafor@acme.test", name: null, gitlab: auditor, slack: null }];
  await tracker.absentees(contacts, signal);
  await gitlab.clear();
  await tracker.absentees(contacts, signal);
  await tracker.publish({ ...draft(), assignee: contacts[0] ?? null }, write, signal);
  expect((await gitlab.books()).requests.filter((line) => line.includes("/members/"))).toEqual([]);
});

test("an assignee who is no member is said", async () => {
  const assignee = { email: "sam@example.test", name: "Sam Stranger", gitlab: "stranger.example", slack: null };
  const made = await gitlab.tracker().publish({ ...draft(), assignee }, write, signal);
  expect(made.warnings).toContainEqual(expect.stringMatching(/assigned to nobody: Sam Stranger/));
});

test("more issues than a page holds: all are looked through", async () => {
  const iid = await create();
  const body = { title: "Other", description: auditMarker("other/FY27-Q4"), labels: "rollcall" };
  for (let count = 0; count < 51; count += 1) await gitlab.api("POST", at(), { token: gitlab.bot, body });
  const newer = await gitlab.tracker().find(auditId, signal);
  expect(newer?.link.iid).toBe(iid);
  await gitlab.clear();
  expect(await gitlab.tracker().publish(draft(), write, signal)).toMatchObject({ action: "unchanged" });
});

test("an interrupted run ends as one", async () => {
  const abort = AbortSignal.abort();
  await expect(gitlab.tracker().publish(draft(), write, abort)).rejects.toMatchObject({ actor: "interrupted" });
  await expect(gitlab.tracker().probe(abort)).rejects.toMatchObject({ actor: "interrupted" });
});
