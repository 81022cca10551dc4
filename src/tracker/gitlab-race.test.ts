import { afterEach, expect, test } from "vitest";
import { aFinding, anAuditView } from "../reports/testing/views.ts";
import { auditMarker } from "./notes-block.ts";
import { inBetween } from "./testing/gitlab.ts";
import { auditor, signal, useGitlab, write } from "./testing/use-gitlab.ts";

const on = useGitlab();

let way: { close(): void } | null = null;
afterEach(() => {
  way?.close();
  way = null;
});

const cleared = () => on.draft({}, anAuditView({ findings: [aFinding(), aFinding({ key: "a/b/account:2", ref: "F2" })] }));
const at = () => `projects/${encodeURIComponent(on.gitlab.project)}/issues`;

/** Once, just before the first request with that method to that path. */
async function justBefore(method: string, path: RegExp, happens: () => Promise<unknown>): Promise<URL> {
  let isDue = true;
  const between = await inBetween(on.gitlab, async (request) => {
    if (!isDue || request.method !== method || !path.test(request.path)) return;
    isDue = false;
    await happens();
  });
  way = between;
  return between.url;
}

test("a box ticked between our reading and our writing is ticked again", async () => {
  const iid = await on.create();
  const url = await justBefore("PUT", /\/issues\/\d+$/, async () => {
    await on.gitlab.tick(iid, { words: "**F1**", username: auditor });
    await on.gitlab.tick(iid, { words: "Say in the team channel", username: auditor });
  });
  const updated = await on.gitlab.tracker({ url }).publish(cleared(), write, signal);
  expect(updated).toMatchObject({ action: "updated", warnings: [] });
  const { description } = await on.gitlab.issue(iid);
  expect(description).toContain("- [x] **F1**");
  expect(description).toContain("- [ ] **F2**");
  expect(description).toContain("- [x] Say in the team channel");
});

test("so is one ticked by the person whose token Rollcall uses", async () => {
  const token = on.gitlab.token({ username: auditor });
  const iid = await on.create();
  const url = await justBefore("PUT", /\/issues\/\d+$/, () => on.gitlab.tick(iid, { words: "**F1**", username: auditor }));
  await on.gitlab.tracker({ url, token }).publish(cleared(), write, signal);
  expect((await on.gitlab.issue(iid)).description).toContain("- [x] **F1**");
});

test("and one that was cleared in that moment is clear", async () => {
  const iid = await on.create();
  await on.gitlab.tick(iid, { words: "**F1**", username: auditor });
  const url = await justBefore("PUT", /\/issues\/\d+$/, () =>
    on.gitlab.tick(iid, { words: "**F1**", username: auditor, checked: false }),
  );
  await on.gitlab.tracker({ url }).publish(cleared(), write, signal);
  expect((await on.gitlab.issue(iid)).description).toContain("- [ ] **F1**");
});

test("another edit made in that moment cannot be read back: it is said whose", async () => {
  const iid = await on.create();
  const change = (text: string) => text.replace("# Zendesk", "# Our Zendesk");
  const url = await justBefore("PUT", /\/issues\/\d+$/, () => on.gitlab.edit(iid, { username: auditor, change }));
  const updated = await on.gitlab.tracker({ url }).publish(cleared(), write, signal);
  expect(updated.warnings).toEqual([expect.stringMatching(/^Lee Okafor changed the description in the same moment/)]);
});

test("two at a time: the lower issue stays, ours is closed as its duplicate, and the other's is filled", async () => {
  const body = { title: "Audit", description: `${auditMarker(on.auditId)}\n\n## Notes\n`, labels: "rollcall" };
  const url = await justBefore("POST", /\/issues$/, () =>
    on.gitlab.api("POST", at(), { token: on.gitlab.token({ username: auditor }), body }),
  );
  const published = await on.gitlab.tracker({ url }).publish(on.draft(), write, signal);
  const [first, second, ...others] = await on.ours();
  expect(others).toEqual([]);
  expect(first).toMatchObject({ state: "opened", description: expect.stringContaining("**F1**") });
  expect(second).toMatchObject({ state: "closed" });
  expect(second?._links.closed_as_duplicate_of).toMatch(new RegExp(`/issues/${first?.iid}$`));
  expect(published).toMatchObject({ link: { iid: first?.iid } });
  expect(await on.gitlab.tracker().publish(on.draft(), write, signal)).toMatchObject({
    action: "unchanged",
    link: { iid: first?.iid },
  });
});

test("two runs at once in one process make one open issue", async () => {
  await Promise.all([
    on.gitlab.tracker().publish(on.draft(), write, signal),
    on.gitlab.tracker().publish(on.draft(), write, signal),
  ]);
  expect((await on.ours()).filter(({ state }) => state === "opened")).toHaveLength(1);
});

test("a second open issue that a killed run of ours left is closed; another's is only told", async () => {
  const iid = await on.create();
  const body = { title: "Audit", description: auditMarker(on.auditId), labels: "rollcall" };
  await on.gitlab.api("POST", at(), { token: on.gitlab.bot, body });
  const theirs = await on.gitlab.api<{ iid: number }>("POST", at(), { token: on.gitlab.token({ username: auditor }), body });
  const published = await on.gitlab.tracker().publish(on.draft(), write, signal);
  expect((await on.ours()).map(({ state }) => state)).toEqual(["opened", "closed", "opened"]);
  expect(published).toMatchObject({ link: { iid } });
  expect(published.warnings).toContain(`#${theirs.iid} is open beside #${iid} for ${on.auditId}: close one of them`);
});

test("an answer that was lost: the issue is looked up before anyone makes it again", async () => {
  const url = await justBefore("POST", /\/issues$/, async () => {
    const body = { title: "Audit", description: `${auditMarker(on.auditId)}\n\n## Notes\n`, labels: "rollcall" };
    await on.gitlab.api("POST", at(), { token: on.gitlab.bot, body });
    await on.gitlab.fault({ kind: "reset", method: "POST", times: 1 });
  });
  expect(await on.gitlab.tracker({ url }).publish(on.draft(), write, signal)).toMatchObject({ action: "created" });
  expect(await on.ours()).toEqual([expect.objectContaining({ description: expect.stringContaining("**F1**") })]);
});

test("deleted while it was being filled: a new one", async () => {
  const iid = await on.create();
  const url = await justBefore("GET", new RegExp(`/issues/${iid}$`), () => on.gitlab.change({ do: "delete-issue", iid }));
  const published = await on.gitlab.tracker({ url }).publish(on.draft(), write, signal);
  expect(published).toMatchObject({ action: "created", link: { iid: iid + 1 } });
});

test("a renamed project: found by its old path, written to by its number", async () => {
  const { project } = on.gitlab;
  const iid = await on.create();
  await on.gitlab.change({ do: "rename-project", path: `${project}-renamed` });
  const updated = await on.gitlab.tracker().publish(cleared(), write, signal);
  await on.gitlab.change({ do: "rename-project", project: `${project}-renamed`, path: project });
  expect(updated).toMatchObject({ action: "updated", link: { iid, url: expect.stringContaining("audits-renamed/") } });
});

test("more issues than a page holds: all are looked through", async () => {
  const iid = await on.create();
  const body = { title: "Other", description: auditMarker("other/FY27-Q4"), labels: "rollcall" };
  for (let count = 0; count < 51; count += 1) await on.gitlab.api("POST", at(), { token: on.gitlab.bot, body });
  const newer = await on.gitlab.tracker().find(on.auditId, signal);
  expect(newer?.link.iid).toBe(iid);
  await on.gitlab.clear();
  expect(await on.gitlab.tracker().publish(on.draft(), write, signal)).toMatchObject({ action: "unchanged" });
});
