import { expect, test } from "vitest";
import { anAuditView } from "../reports/testing/views.ts";
import { auditMarker } from "./notes-block.ts";
import { auditor, roleFinding, signal, useGitlab, write } from "./testing/use-gitlab.ts";

const on = useGitlab();

test("damaged markers: nothing is overwritten, one comment takes the Notes, boxes ticked there stay", async () => {
  const iid = await on.create();
  await on.gitlab.edit(iid, { username: auditor, change: (text) => text.replace("<!-- /rollcall:notes -->", "") });
  const before = (await on.gitlab.issue(iid)).description;
  const view = anAuditView({ findings: [roleFinding("9"), roleFinding("123")] });
  const first = await on.gitlab.tracker().publish(on.draft({}, view), write, signal);
  expect(first).toMatchObject({ action: "updated", warnings: [expect.stringMatching(/damaged.*comment/)] });
  const comments = async () => (await on.gitlab.notes(iid)).filter(({ system }) => !system);
  const [comment] = await comments();
  expect(comment?.body).toMatch(/\*\*F2\*\*[\s\S]*\*\*F1\*\*/);
  const refs = (await on.gitlab.tracker().find(on.auditId, signal))?.refs;
  expect(refs?.get("zendesk-global/role-mismatch/account:9")).toBe("F2");
  const path = `projects/${encodeURIComponent(on.gitlab.project)}/issues/${iid}/notes/${comment?.id}`;
  const body = comment?.body.replace("- [ ] **F2**", "- [x] **F2**");
  await on.gitlab.api("PUT", path, { token: on.gitlab.bot, body: { body } });
  expect(await on.gitlab.tracker().publish(on.draft({}, view), write, signal)).toMatchObject({ action: "unchanged" });
  await on.gitlab.tracker().publish(on.draft({}, anAuditView({ findings: [roleFinding("9")] })), write, signal);
  expect((await comments()).map((note) => note.body)).toEqual([expect.stringContaining("- [x] **F2**")]);
  expect((await on.gitlab.issue(iid)).description).toBe(before);
});

test("closed by a person: not touched; with reopen it is reopened and filled", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "set-state", iid, event: "close", by: auditor });
  await on.gitlab.clear();
  expect((await on.gitlab.tracker().find(on.auditId, signal))?.state).toBe("closed");
  const view = anAuditView({ findings: [] });
  await expect(on.gitlab.tracker().publish(on.draft({}, view), write, signal)).rejects.toMatchObject({
    actor: "usage",
    fix: expect.stringContaining("--reopen"),
  });
  expect((await on.gitlab.books()).writes).toEqual([]);
  const reopened = await on.gitlab.tracker().publish(on.draft({}, view), { ...write, reopen: true }, signal);
  expect(reopened).toMatchObject({ action: "updated", link: { iid } });
  expect(await on.gitlab.issue(iid)).toMatchObject({ state: "opened", description: expect.not.stringContaining("- [ ] **F1**") });
});

test("a locked discussion: members still write, but it cannot be reopened", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "set-locked", iid, locked: true, by: auditor });
  expect(await on.gitlab.tracker().publish(on.draft({}, anAuditView({ findings: [] })), write, signal)).toMatchObject({
    action: "updated",
  });
  await on.gitlab.change({ do: "set-state", iid, event: "close", by: auditor });
  await expect(on.gitlab.tracker().publish(on.draft(), { ...write, reopen: true }, signal)).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining("locked"),
  });
});

test("refused, locked or not: the credentials must change", async () => {
  const iid = await on.create();
  await on.gitlab.fault({ kind: "status", status: 403, method: "PUT", body: '{"message":"403 Forbidden"}' });
  await expect(on.gitlab.tracker().publish(on.draft({}, anAuditView({ findings: [] })), write, signal)).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining(`/issues/${iid}: 403 Forbidden`),
  });
});

test("moved: followed to where it is now, and updated there", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "move-issue", iid, to: on.gitlab.otherProject, by: auditor });
  const found = await on.gitlab.tracker().find(on.auditId, signal);
  expect(found?.link.url).toMatch(new RegExp(`/${on.gitlab.otherProject}/-/issues/\\d+$`));
  const updated = await on.gitlab.tracker().publish(on.draft({}, anAuditView({ findings: [] })), write, signal);
  expect(updated).toMatchObject({ action: "updated", link: found?.link });
  expect(await on.ours()).toHaveLength(1);
});

test("moved to where the token cannot see: said, no second issue is made", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "move-issue", iid, to: on.gitlab.otherProject, by: auditor });
  const guest = on.gitlab.tracker({ token: on.gitlab.token({ username: "guest.example" }) });
  const reporter = on.gitlab.tracker({ token: on.gitlab.token({ username: await aReporter() }) });
  await expect(reporter.publish(on.draft(), write, signal)).rejects.toMatchObject({
    actor: "configuration",
    message: expect.stringContaining(on.gitlab.otherProject),
  });
  expect(guest.name).toBe(reporter.name);
  expect((await on.gitlab.books()).writes).toEqual([]);
});

test("deleted: a new one, told apart from an update", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "delete-issue", iid });
  expect(await on.gitlab.tracker().find(on.auditId, signal)).toBeNull();
  const made = await on.gitlab.tracker().publish(on.draft(), write, signal);
  expect(made.action).toBe("created");
  expect(made.link?.iid).toBeGreaterThan(iid);
});

/** A member of the audits project who is in no group above it. */
async function aReporter(): Promise<string> {
  const path = `projects/${encodeURIComponent(on.gitlab.project)}/members?per_page=100`;
  const members = await on.gitlab.api<{ username: string; access_level: number }[]>("GET", path, { token: on.gitlab.bot });
  const others = await on.gitlab.api<{ username: string }[]>(
    "GET",
    `projects/${encodeURIComponent(on.gitlab.otherProject)}/members/all?per_page=100`,
    { token: on.gitlab.bot },
  );
  const there = new Set(others.map(({ username }) => username));
  return members.find(({ username, access_level }) => access_level === 20 && !there.has(username))?.username ?? "";
}

test("moved, then deleted there: a new one", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "move-issue", iid, to: on.gitlab.otherProject, by: auditor });
  const moved = await on.gitlab.tracker().find(on.auditId, signal);
  await on.gitlab.change({ do: "delete-issue", project: on.gitlab.otherProject, iid: moved?.link.iid });
  expect(await on.gitlab.tracker().publish(on.draft(), write, signal)).toMatchObject({ action: "created" });
});

test("a closed duplicate is no issue a person closed: with the real one deleted a new one is made", async () => {
  const iid = await on.create();
  const body = { title: "Audit", description: auditMarker(on.auditId), labels: "rollcall" };
  await on.gitlab.api("POST", `projects/${encodeURIComponent(on.gitlab.project)}/issues`, { token: on.gitlab.bot, body });
  await on.gitlab.tracker().publish(on.draft(), write, signal);
  await on.gitlab.change({ do: "delete-issue", iid });
  expect(await on.gitlab.tracker().publish(on.draft(), write, signal)).toMatchObject({ action: "created" });
});
