import { expect, test } from "vitest";
import { anAuditView, anUnreadSource } from "../reports/testing/views.ts";
import { auditMarker } from "./notes-block.ts";
import { aTable } from "./testing/drafts.ts";
import { auditor, roleFinding, signal, useGitlab, write } from "./testing/use-gitlab.ts";

const on = useGitlab();

test("opens the issue from the project's template, with everything it needs", async () => {
  const made = await on.gitlab.tracker().publish(on.draft(), write, signal);
  expect(made.action).toBe("created");
  const issue = await on.gitlab.issue(made.link?.iid ?? 0);
  expect(made.link?.url).toBe(`${on.gitlab.url}/${on.gitlab.project}/-/issues/${issue.iid}`);
  expect(issue).toMatchObject({ title: "Zendesk Global audit FY27-Q4", confidential: true, due_date: "2026-12-06" });
  expect(issue.labels.toSorted()).toEqual(["Access audit", "rollcall"]);
  expect(issue.assignees.map(({ username }) => username)).toEqual([auditor]);
  expect(issue.description.startsWith(`${auditMarker(on.auditId)}\n\n# Zendesk Global access audit`)).toBe(true);
  expect(issue.description).toMatch(
    /## Notes\n\n<!-- rollcall:notes -->\n[\s\S]*\*\*F1\*\*[\s\S]*<!-- \/rollcall:notes -->\n\n<!-- The audit/,
  );
});

test("marker and Notes are in the first write, so that a crash after it loses nothing", async () => {
  await on.gitlab.tracker().publish(on.draft(), write, signal);
  expect((await on.gitlab.books()).writes).toEqual([expect.stringMatching(/^POST .*\/issues$/)]);
});

test("issues are open to all where the configuration says so", async () => {
  const { link } = await on.gitlab
    .tracker({ confidential: false, labels: [] })
    .publish(on.draft({ template: "None" }), write, signal);
  expect(await on.gitlab.issue(link?.iid ?? 0)).toMatchObject({ confidential: false, labels: ["rollcall"] });
});

test("run twice: one issue, and nothing is written the second time", async () => {
  const iid = await on.create();
  const again = await on.gitlab.tracker().publish(on.draft(), write, signal);
  expect(again).toMatchObject({ action: "unchanged", link: { iid }, warnings: [] });
  expect((await on.gitlab.books()).writes).toEqual([]);
  expect(await on.ours()).toHaveLength(1);
});

test("an update changes the description only, and asks little", async () => {
  const iid = await on.create();
  await on.gitlab.api("PUT", `projects/${encodeURIComponent(on.gitlab.project)}/issues/${iid}`, {
    token: on.gitlab.token({ username: auditor }),
    body: { title: "Our own title", labels: "rollcall,Zendesk", assignee_ids: [], due_date: "2027-01-31", confidential: false },
  });
  await on.gitlab.clear();
  const updated = await on.gitlab.tracker().publish(on.draft({}, anAuditView({ findings: [] })), write, signal);
  expect(updated).toMatchObject({ action: "updated", warnings: [] });
  expect(await on.gitlab.issue(iid)).toMatchObject({
    title: "Our own title",
    labels: expect.arrayContaining(["Zendesk"]),
    assignees: [],
    due_date: "2027-01-31",
    confidential: false,
  });
  expect((await on.gitlab.books()).writes).toHaveLength(1);
  expect((await on.gitlab.books()).requests.length).toBeLessThanOrEqual(8);
});

test("what people write and tick stays over updates", async () => {
  const iid = await on.create();
  await on.gitlab.tick(iid, { words: "**F1**", username: auditor });
  await on.gitlab.tick(iid, { words: "Say in the team channel", username: auditor });
  await on.gitlab.edit(iid, { username: auditor, change: (text) => `Mine, above.\n${text}\nMine, below.` });
  const view = anAuditView({ findings: [roleFinding("9", { severity: "critical" }), roleFinding("123")] });
  await on.gitlab.tracker().publish(on.draft({}, view), write, signal);
  const { description } = await on.gitlab.issue(iid);
  expect(description.startsWith("Mine, above.\n")).toBe(true);
  expect(description.endsWith("\nMine, below.")).toBe(true);
  expect(description).toContain("- [x] **F1**");
  expect(description).toContain("- [ ] **F2** critical");
  expect(description).toContain("- [x] Say in the team channel");
});

test("refs are read back, also of findings that are gone", async () => {
  await on.create();
  const view = anAuditView({ findings: [roleFinding("9", { ref: "F2" })] });
  await on.gitlab.tracker().publish(on.draft({}, view), write, signal);
  const found = await on.gitlab.tracker().find(on.auditId, signal);
  expect(Object.fromEntries(found?.refs ?? [])).toEqual({
    "zendesk-global/role-mismatch/account:123": "F1",
    "zendesk-global/role-mismatch/account:9": "F2",
  });
  expect(await on.gitlab.tracker().find("zendesk-global/FY01-Q1", signal)).toBeNull();
});

test("an incomplete audit says so before anything else of the Notes", async () => {
  const view = anAuditView({ status: "incomplete", sources: [anUnreadSource()], findings: [] });
  const { link } = await on.gitlab.tracker().publish(on.draft({}, view), write, signal);
  const { description } = await on.gitlab.issue(link?.iid ?? 0);
  expect(description).toMatch(/<!-- rollcall:notes -->\s+\*\*Incomplete: could not look at/);
});

test("without a template of that name the built-in one is used, and said", async () => {
  const made = await on.gitlab.tracker().publish(on.draft({ template: "Zendesk Mars" }), write, signal);
  expect(made.warnings).toContainEqual(expect.stringMatching(/no issue template "Zendesk Mars"/));
  expect((await on.gitlab.issue(made.link?.iid ?? 0)).description).toContain("## Follow up");
});

test("no heading Notes in the template: added at the end, and said; the template's own quick actions run", async () => {
  await on.gitlab.change({ do: "set-template", name: "Short", content: "Look well.\n\n/label ~Zendesk\n" });
  const made = await on.gitlab.tracker().publish(on.draft({ template: "Short" }), write, signal);
  expect(made.warnings).toContainEqual(expect.stringMatching(/no heading "## Notes"/));
  const issue = await on.gitlab.issue(made.link?.iid ?? 0);
  expect(issue.description).toMatch(/Look well\.\s+## Notes\n\n<!-- rollcall:notes -->/);
  expect(issue.description).not.toContain("/label");
  expect(issue.labels).toContain("Zendesk");
});

test("a Notes heading that a person took away comes back at the end", async () => {
  const iid = await on.create();
  await on.gitlab.edit(iid, { username: auditor, change: () => `${auditMarker(on.auditId)}\n\nNothing left.` });
  const updated = await on.gitlab.tracker().publish(on.draft(), write, signal);
  expect(updated.warnings).toEqual([`#${iid} has no heading "## Notes": it was added at the end`]);
  expect((await on.gitlab.issue(iid)).description).toMatch(/Nothing left\.\n\n## Notes\n\n<!-- rollcall:notes -->/);
});

test("long tables are attached as files; an unchanged file is not attached again", async () => {
  const long = () => anAuditView({}, { tables: [aTable("light-agents", 1500), aTable("admins", 3)] });
  const { link } = await on.gitlab.tracker().publish(on.draft({}, long()), write, signal);
  const { description } = await on.gitlab.issue(link?.iid ?? 0);
  expect(description).toMatch(/\(\/uploads\/[0-9a-f]{32}\/light-agents-[0-9a-f]{12}\.csv\)/);
  expect(description).toContain("admins person 2");
  expect(description).not.toContain("light-agents person 2");
  await on.gitlab.clear();
  expect(await on.gitlab.tracker().publish(on.draft({}, long()), write, signal)).toMatchObject({ action: "unchanged" });
  expect((await on.gitlab.books()).writes).toEqual([]);
  const more = anAuditView({ findings: [] }, { tables: [aTable("light-agents", 1501), aTable("admins", 3)] });
  await on.gitlab.tracker().publish(on.draft({}, more), write, signal);
  expect((await on.gitlab.books()).writes).toEqual([expect.stringMatching(/^POST .*uploads$/), expect.stringMatching(/^PUT /)]);
});

test("findings that alone are too long for GitLab: said, nothing is written", async () => {
  const findings = Array.from({ length: 4000 }, (_, index) => roleFinding(String(index), { ref: `F${index + 1}` }));
  await expect(on.gitlab.tracker().publish(on.draft({}, anAuditView({ findings })), write, signal)).rejects.toMatchObject({
    actor: "configuration",
    message: expect.stringContaining("GitLab takes 1000000"),
  });
  expect((await on.gitlab.books()).writes).toEqual([]);
});

test("a dry run says every write and makes none", async () => {
  const dry = { ...write, dryRun: true };
  const long = anAuditView({}, { tables: [aTable("light-agents", 1500)] });
  const planned = await on.gitlab.tracker().publish(on.draft({}, long), dry, signal);
  expect(planned).toMatchObject({ action: "planned", link: null });
  expect(planned.planned).toEqual([
    expect.stringMatching(/: attach light-agents-[0-9a-f]{12}\.csv \(1500 rows\)$/),
    expect.stringContaining(': open the confidential issue "Zendesk Global audit FY27-Q4", labels rollcall,Access audit'),
  ]);
  const iid = await on.create();
  expect(await on.gitlab.tracker().publish(on.draft(), dry, signal)).toMatchObject({ action: "unchanged", planned: [] });
  const update = await on.gitlab.tracker().publish(on.draft({}, anAuditView({ findings: [] })), dry, signal);
  expect(update.planned).toEqual([expect.stringContaining(`put the Notes into the description of #${iid}`)]);
  expect((await on.gitlab.books()).writes).toEqual([]);
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
  const { link } = await on.gitlab.tracker().publish(on.draft(over, view()), write, signal);
  const iid = link?.iid ?? 0;
  await on.gitlab.edit(iid, { username: auditor, change: (text) => `${text}\nmine` });
  await on.gitlab
    .tracker()
    .publish(on.draft(over, anAuditView({ findings: hostile.slice(1) }, { tables, warnings: names })), write, signal);
  const books = await on.gitlab.books();
  expect(books.quickActions).toEqual([]);
  expect(books.notifications.filter(({ reason, mention }) => reason === "mentioned" || mention !== null)).toEqual([]);
  expect(books.references).toEqual([]);
  expect(await on.gitlab.issue(iid)).toMatchObject({ state: "opened" });
  expect((await on.gitlab.tracker().find(on.auditId, signal))?.refs.size).toBe(names.length);
});
