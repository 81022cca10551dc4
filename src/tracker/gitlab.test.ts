import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aFinding, anAuditView, anUnreadSource } from "../reports/testing/views.ts";
import { auditMarker } from "./notes-block.ts";
import { aDraft, aTable } from "./testing/drafts.ts";
import { type SimulatedGitlab, simulatedGitlab } from "./testing/gitlab.ts";
import type { IssueDraft } from "./tracker.ts";

const { signal } = new AbortController();
const write = { reopen: false, dryRun: false };
const auditor = "leeokafor";
const contact = { email: "lee.okafor@acme.test", name: "Lee Okafor", gitlab: auditor, slack: null };

let gitlab: SimulatedGitlab;
let tests = 0;
let auditId: string;

beforeAll(async () => {
  gitlab = await simulatedGitlab();
});
afterAll(() => gitlab.stop());
// Every test has an audit of its own in the same project.
beforeEach(async () => {
  tests += 1;
  auditId = `zendesk-${tests}/FY27-Q4`;
  await gitlab.clear();
});

function draft(over: Partial<IssueDraft> = {}, view = anAuditView()): IssueDraft {
  return aDraft(view, { auditId, assignee: contact, ...over });
}

async function create(over: Partial<IssueDraft> = {}): Promise<number> {
  const { link } = await gitlab.tracker().publish(draft(over), write, signal);
  if (!link) throw new Error("no issue was made");
  await gitlab.clear();
  return link.iid;
}

function roleFinding(id: string, over: Parameters<typeof aFinding>[0] = {}) {
  return aFinding({ key: `zendesk-global/role-mismatch/account:${id}`, ...over });
}

const ours = async () => (await gitlab.issues()).filter(({ description }) => description?.includes(auditMarker(auditId)));

test("opens the issue from the project's template, with everything it needs", async () => {
  const made = await gitlab.tracker().publish(draft(), write, signal);
  expect(made.action).toBe("created");
  const issue = await gitlab.issue(made.link?.iid ?? 0);
  expect(made.link?.url).toBe(`${gitlab.url}/${gitlab.project}/-/issues/${issue.iid}`);
  expect(issue).toMatchObject({ title: "Zendesk Global audit FY27-Q4", confidential: true, due_date: "2026-12-06" });
  expect(issue.labels.toSorted()).toEqual(["Access audit", "rollcall"]);
  expect(issue.assignees.map(({ username }) => username)).toEqual([auditor]);
  expect(issue.description.startsWith(`${auditMarker(auditId)}\n\n# Zendesk Global access audit`)).toBe(true);
  expect(issue.description).toMatch(
    /## Notes\n\n<!-- rollcall:notes -->\n[\s\S]*\*\*F1\*\*[\s\S]*<!-- \/rollcall:notes -->\n\n<!-- The audit/,
  );
});

test("marker and Notes are in the first write, so that a crash after it loses nothing", async () => {
  await gitlab.tracker().publish(draft(), write, signal);
  expect((await gitlab.books()).writes).toEqual([expect.stringMatching(/^POST .*\/issues$/)]);
});

test("issues are open to all where the configuration says so", async () => {
  const { link } = await gitlab.tracker({ confidential: false, labels: [] }).publish(draft({ template: "None" }), write, signal);
  expect(await gitlab.issue(link?.iid ?? 0)).toMatchObject({ confidential: false, labels: ["rollcall"] });
});

test("run twice: one issue, and nothing is written the second time", async () => {
  const iid = await create();
  const again = await gitlab.tracker().publish(draft(), write, signal);
  expect(again).toMatchObject({ action: "unchanged", link: { iid }, warnings: [] });
  expect((await gitlab.books()).writes).toEqual([]);
  expect(await ours()).toHaveLength(1);
});

test("an update changes the description only, and asks little", async () => {
  const iid = await create();
  await gitlab.api("PUT", `projects/${encodeURIComponent(gitlab.project)}/issues/${iid}`, {
    token: gitlab.token({ username: auditor }),
    body: { title: "Our own title", labels: "rollcall,Zendesk", assignee_ids: [], due_date: "2027-01-31", confidential: false },
  });
  await gitlab.clear();
  const updated = await gitlab.tracker().publish(draft({}, anAuditView({ findings: [] })), write, signal);
  expect(updated).toMatchObject({ action: "updated", warnings: [] });
  expect(await gitlab.issue(iid)).toMatchObject({
    title: "Our own title",
    labels: expect.arrayContaining(["Zendesk"]),
    assignees: [],
    due_date: "2027-01-31",
    confidential: false,
  });
  expect((await gitlab.books()).writes).toHaveLength(1);
  expect((await gitlab.books()).requests.length).toBeLessThanOrEqual(8);
});

test("what people write and tick stays over updates", async () => {
  const iid = await create();
  await gitlab.tick(iid, { words: "**F1**", username: auditor });
  await gitlab.tick(iid, { words: "Say in the team channel", username: auditor });
  await gitlab.edit(iid, { username: auditor, change: (text) => `Mine, above.\n${text}\nMine, below.` });
  const view = anAuditView({ findings: [roleFinding("9", { severity: "critical" }), roleFinding("123")] });
  await gitlab.tracker().publish(draft({}, view), write, signal);
  const { description } = await gitlab.issue(iid);
  expect(description.startsWith("Mine, above.\n")).toBe(true);
  expect(description.endsWith("\nMine, below.")).toBe(true);
  expect(description).toContain("- [x] **F1**");
  expect(description).toContain("- [ ] **F2** critical");
  expect(description).toContain("- [x] Say in the team channel");
});

test("refs are read back, also of findings that are gone", async () => {
  await create();
  const view = anAuditView({ findings: [roleFinding("9", { ref: "F2" })] });
  await gitlab.tracker().publish(draft({}, view), write, signal);
  const found = await gitlab.tracker().find(auditId, signal);
  expect(Object.fromEntries(found?.refs ?? [])).toEqual({
    "zendesk-global/role-mismatch/account:123": "F1",
    "zendesk-global/role-mismatch/account:9": "F2",
  });
  expect(await gitlab.tracker().find("zendesk-global/FY01-Q1", signal)).toBeNull();
});

test("an incomplete audit says so before anything else of the Notes", async () => {
  const view = anAuditView({ status: "incomplete", sources: [anUnreadSource()], findings: [] });
  const { link } = await gitlab.tracker().publish(draft({}, view), write, signal);
  const { description } = await gitlab.issue(link?.iid ?? 0);
  expect(description).toMatch(/<!-- rollcall:notes -->\s+\*\*Incomplete: could not look at/);
});

test("without a template of that name the built-in one is used, and said", async () => {
  const made = await gitlab.tracker().publish(draft({ template: "Zendesk Mars" }), write, signal);
  expect(made.warnings).toContainEqual(expect.stringMatching(/no issue template "Zendesk Mars"/));
  expect((await gitlab.issue(made.link?.iid ?? 0)).description).toContain("## Follow up");
});

test("no heading Notes in the template: added at the end, and said; the template's own quick actions run", async () => {
  await gitlab.change({ do: "set-template", name: "Short", content: "Look well.\n\n/label ~Zendesk\n" });
  const made = await gitlab.tracker().publish(draft({ template: "Short" }), write, signal);
  expect(made.warnings).toContainEqual(expect.stringMatching(/no heading "## Notes"/));
  const issue = await gitlab.issue(made.link?.iid ?? 0);
  expect(issue.description).toMatch(/Look well\.\s+## Notes\n\n<!-- rollcall:notes -->/);
  expect(issue.description).not.toContain("/label");
  expect(issue.labels).toContain("Zendesk");
});

test("a Notes heading that a person took away comes back at the end", async () => {
  const iid = await create();
  await gitlab.edit(iid, { username: auditor, change: () => `${auditMarker(auditId)}\n\nNothing left.` });
  const updated = await gitlab.tracker().publish(draft(), write, signal);
  expect(updated.warnings).toEqual([`#${iid} has no heading "## Notes": it was added at the end`]);
  expect((await gitlab.issue(iid)).description).toMatch(/Nothing left\.\n\n## Notes\n\n<!-- rollcall:notes -->/);
});

test("damaged markers: nothing is overwritten, one comment takes the Notes, boxes ticked there stay", async () => {
  const iid = await create();
  await gitlab.edit(iid, { username: auditor, change: (text) => text.replace("<!-- /rollcall:notes -->", "") });
  const before = (await gitlab.issue(iid)).description;
  const view = anAuditView({ findings: [roleFinding("9"), roleFinding("123")] });
  const first = await gitlab.tracker().publish(draft({}, view), write, signal);
  expect(first).toMatchObject({ action: "updated", warnings: [expect.stringMatching(/damaged.*comment/)] });
  const comments = async () => (await gitlab.notes(iid)).filter(({ system }) => !system);
  const [comment] = await comments();
  expect(comment?.body).toMatch(/\*\*F2\*\*[\s\S]*\*\*F1\*\*/);
  const refs = (await gitlab.tracker().find(auditId, signal))?.refs;
  expect(refs?.get("zendesk-global/role-mismatch/account:9")).toBe("F2");
  const path = `projects/${encodeURIComponent(gitlab.project)}/issues/${iid}/notes/${comment?.id}`;
  const body = comment?.body.replace("- [ ] **F2**", "- [x] **F2**");
  await gitlab.api("PUT", path, { token: gitlab.bot, body: { body } });
  expect(await gitlab.tracker().publish(draft({}, view), write, signal)).toMatchObject({ action: "unchanged" });
  await gitlab.tracker().publish(draft({}, anAuditView({ findings: [roleFinding("9")] })), write, signal);
  expect((await comments()).map((note) => note.body)).toEqual([expect.stringContaining("- [x] **F2**")]);
  expect((await gitlab.issue(iid)).description).toBe(before);
});

test("closed by a person: not touched; with reopen it is reopened and filled", async () => {
  const iid = await create();
  await gitlab.change({ do: "set-state", iid, event: "close", by: auditor });
  await gitlab.clear();
  expect((await gitlab.tracker().find(auditId, signal))?.state).toBe("closed");
  const view = anAuditView({ findings: [] });
  await expect(gitlab.tracker().publish(draft({}, view), write, signal)).rejects.toMatchObject({
    actor: "usage",
    fix: expect.stringContaining("--reopen"),
  });
  expect((await gitlab.books()).writes).toEqual([]);
  const reopened = await gitlab.tracker().publish(draft({}, view), { ...write, reopen: true }, signal);
  expect(reopened).toMatchObject({ action: "updated", link: { iid } });
  expect(await gitlab.issue(iid)).toMatchObject({ state: "opened", description: expect.not.stringContaining("- [ ] **F1**") });
});

test("a locked discussion: members still write, but it cannot be reopened", async () => {
  const iid = await create();
  await gitlab.change({ do: "set-locked", iid, locked: true, by: auditor });
  expect(await gitlab.tracker().publish(draft({}, anAuditView({ findings: [] })), write, signal)).toMatchObject({
    action: "updated",
  });
  await gitlab.change({ do: "set-state", iid, event: "close", by: auditor });
  await expect(gitlab.tracker().publish(draft(), { ...write, reopen: true }, signal)).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining("locked"),
  });
});

test("refused, locked or not: the credentials must change", async () => {
  const iid = await create();
  await gitlab.fault({ kind: "status", status: 403, method: "PUT", body: '{"message":"403 Forbidden"}' });
  await expect(gitlab.tracker().publish(draft({}, anAuditView({ findings: [] })), write, signal)).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining(`/issues/${iid}: 403 Forbidden`),
  });
});

test("moved: followed to where it is now, and updated there", async () => {
  const iid = await create();
  await gitlab.change({ do: "move-issue", iid, to: gitlab.otherProject, by: auditor });
  const found = await gitlab.tracker().find(auditId, signal);
  expect(found?.link.url).toMatch(new RegExp(`/${gitlab.otherProject}/-/issues/\\d+$`));
  const updated = await gitlab.tracker().publish(draft({}, anAuditView({ findings: [] })), write, signal);
  expect(updated).toMatchObject({ action: "updated", link: found?.link });
  expect(await ours()).toHaveLength(1);
});

test("moved to where the token cannot see: said, no second issue is made", async () => {
  const iid = await create();
  await gitlab.change({ do: "move-issue", iid, to: gitlab.otherProject, by: auditor });
  const guest = gitlab.tracker({ token: gitlab.token({ username: "guest.example" }) });
  const reporter = gitlab.tracker({ token: gitlab.token({ username: await aReporter() }) });
  await expect(reporter.publish(draft(), write, signal)).rejects.toMatchObject({
    actor: "configuration",
    message: expect.stringContaining(gitlab.otherProject),
  });
  expect(guest.name).toBe(reporter.name);
  expect((await gitlab.books()).writes).toEqual([]);
});

/** A member of the audits project who is in no group above it. */
async function aReporter(): Promise<string> {
  const path = `projects/${encodeURIComponent(gitlab.project)}/members?per_page=100`;
  const members = await gitlab.api<{ username: string; access_level: number }[]>("GET", path, { token: gitlab.bot });
  const others = await gitlab.api<{ username: string }[]>(
    "GET",
    `projects/${encodeURIComponent(gitlab.otherProject)}/members/all?per_page=100`,
    { token: gitlab.bot },
  );
  const there = new Set(others.map(({ username }) => username));
  return members.find(({ username, access_level }) => access_level === 20 && !there.has(username))?.username ?? "";
}

test("deleted: a new one, and it is said", async () => {
  const iid = await create();
  await gitlab.change({ do: "delete-issue", iid });
  expect(await gitlab.tracker().find(auditId, signal)).toBeNull();
  const made = await gitlab.tracker().publish(draft(), write, signal);
  expect(made).toMatchObject({ action: "created", warnings: [expect.stringContaining("it was deleted")] });
  expect(made.link?.iid).toBeGreaterThan(iid);
});

test("long tables are attached as files; an unchanged file is not attached again", async () => {
  const long = () => anAuditView({}, { tables: [aTable("light-agents", 1500), aTable("admins", 3)] });
  const { link } = await gitlab.tracker().publish(draft({}, long()), write, signal);
  const { description } = await gitlab.issue(link?.iid ?? 0);
  expect(description).toMatch(/\(\/uploads\/[0-9a-f]{32}\/light-agents-[0-9a-f]{12}\.csv\)/);
  expect(description).toContain("admins person 2");
  expect(description).not.toContain("light-agents person 2");
  await gitlab.clear();
  expect(await gitlab.tracker().publish(draft({}, long()), write, signal)).toMatchObject({ action: "unchanged" });
  expect((await gitlab.books()).writes).toEqual([]);
  const more = anAuditView({ findings: [] }, { tables: [aTable("light-agents", 1501), aTable("admins", 3)] });
  await gitlab.tracker().publish(draft({}, more), write, signal);
  expect((await gitlab.books()).writes).toEqual([expect.stringMatching(/^POST .*uploads$/), expect.stringMatching(/^PUT /)]);
});

test("findings that alone are too long for GitLab: said, nothing is written", async () => {
  const findings = Array.from({ length: 4000 }, (_, index) => roleFinding(String(index), { ref: `F${index + 1}` }));
  await expect(gitlab.tracker().publish(draft({}, anAuditView({ findings })), write, signal)).rejects.toMatchObject({
    actor: "configuration",
    message: expect.stringContaining("GitLab takes 1000000"),
  });
  expect((await gitlab.books()).writes).toEqual([]);
});

test("a dry run says every write and makes none", async () => {
  const dry = { ...write, dryRun: true };
  const long = anAuditView({}, { tables: [aTable("light-agents", 1500)] });
  const planned = await gitlab.tracker().publish(draft({}, long), dry, signal);
  expect(planned).toMatchObject({ action: "planned", link: null });
  expect(planned.planned).toEqual([
    expect.stringMatching(/: attach light-agents-[0-9a-f]{12}\.csv \(1500 rows\)$/),
    expect.stringContaining(': open the confidential issue "Zendesk Global audit FY27-Q4", labels rollcall,Access audit'),
  ]);
  const iid = await create();
  expect(await gitlab.tracker().publish(draft(), dry, signal)).toMatchObject({ action: "unchanged", planned: [] });
  const update = await gitlab.tracker().publish(draft({}, anAuditView({ findings: [] })), dry, signal);
  expect(update.planned).toEqual([expect.stringContaining(`put the Notes into the description of #${iid}`)]);
  expect((await gitlab.books()).writes).toEqual([]);
});

test("hostile names in an issue run no quick action, notify nobody and refer to nothing", async () => {
  const names = [
    "@all",
    "/close",
    "x\n/close\n/assign @guest.example",
    "#1 ~bug !2 %now",
    "<!-- /rollcall:notes -->",
    "`@all",
    "| @guest.example",
  ];
  const hostile = names.map((name, index) =>
    roleFinding(String(index), {
      ref: `F${index + 1}`,
      message: name,
      account: { id: String(index), name, email: name, url: null },
      person: { email: name, name },
      answers_to: { email: name },
      expected: name,
      observed: name,
    }),
  );
  const tables = [{ id: "admins", title: "Admins", columns: ["name"], rows: names.map((name) => [name]) }];
  const view = () => anAuditView({ findings: hostile }, { tables, warnings: names });
  const over = { organization: "@all", template: "None", title: "@all /close", assignee: null };
  const { link } = await gitlab.tracker().publish(draft(over, view()), write, signal);
  const iid = link?.iid ?? 0;
  await gitlab.edit(iid, { username: auditor, change: (text) => `${text}\nmine` });
  await gitlab
    .tracker()
    .publish(draft(over, anAuditView({ findings: hostile.slice(1) }, { tables, warnings: names })), write, signal);
  const books = await gitlab.books();
  expect(books.quickActions).toEqual([]);
  expect(books.notifications.filter(({ reason, mention }) => reason === "mentioned" || mention !== null)).toEqual([]);
  expect(books.references).toEqual([]);
  expect(await gitlab.issue(iid)).toMatchObject({ state: "opened" });
  expect((await gitlab.tracker().find(auditId, signal))?.refs.size).toBe(names.length);
});
