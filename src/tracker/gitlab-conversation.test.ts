import { afterEach, expect, test } from "vitest";
import { aFinding, anAuditView } from "../reports/testing/views.ts";
import { commentMarker } from "./notes-block.ts";
import { inBetween } from "./testing/gitlab.ts";
import { auditor, signal, useGitlab, write } from "./testing/use-gitlab.ts";
import type { AuditIssue } from "./tracker.ts";

const on = useGitlab();

let way: { close(): void } | null = null;
afterEach(() => {
  way?.close();
  way = null;
});

async function found(over: Parameters<typeof on.gitlab.tracker>[0] = {}): Promise<AuditIssue> {
  const issue = await on.gitlab.tracker(over).issue(on.auditId, signal);
  if (!issue) throw new Error("no issue");
  return issue;
}

const boxOf = async (ref: string) =>
  (await (await found()).read(signal)).boxes.find(({ what }) => what !== "start" && what.finding === ref);
const commentsOf = async (issue: AuditIssue) => (await issue.read(signal)).threads.flatMap(({ comments }) => comments);

test("who wrote, who ticked and who closed are told with their ids; the activity is no comment", async () => {
  const iid = await on.create();
  await on.gitlab.comment(iid, { username: auditor, body: "a lone comment" });
  await on.gitlab.tick(iid, { words: "**F1**", username: auditor });
  await on.gitlab.tick(iid, { words: "start asking", username: auditor });
  await on.gitlab.setState(iid, { username: auditor, event: "close" });
  const lee = { id: expect.stringMatching(/^\d+$/), username: auditor, name: "Lee Okafor" };
  const read = await (await found()).read(signal);
  expect(read).toMatchObject({
    state: "closed",
    closed: { by: lee, at: expect.stringMatching(/Z$/) },
    me: { username: expect.stringMatching(/_bot_/) },
    threads: [{ comments: [{ author: lee, body: "a lone comment", editedAt: null }] }],
    boxes: [
      { what: "start", ticked: true, by: lee, at: expect.stringMatching(/Z$/) },
      { what: { finding: "F1" }, ticked: true, by: lee },
    ],
  });
  expect(read.threads).toHaveLength(1);
});

test("the last change of a box counts; one set by an edit of the text is nobody's", async () => {
  const iid = await on.create();
  await on.gitlab.tick(iid, { words: "**F1**", username: auditor });
  await on.gitlab.tick(iid, { words: "**F1**", username: auditor, checked: false });
  expect(await boxOf("F1")).toMatchObject({ ticked: false, by: { username: auditor } });
  const change = (text: string) => `${text.replace("- [ ] **F1**", "- [x] **F1**")}`.replace("- [ ] Say", "- [ ] We say");
  await on.gitlab.edit(iid, { username: auditor, change: (text) => `- [ ] a box above all\n\n${change(text)}` });
  expect(await boxOf("F1")).toEqual({ what: { finding: "F1" }, ticked: true, by: null, at: null });
});

test("a box we had to tick again was ticked by whoever did before us", async () => {
  const iid = await on.create();
  let isDue = true;
  const between = await inBetween(on.gitlab, async ({ method, path }) => {
    if (!isDue || method !== "PUT" || !/\/issues\/\d+$/.test(path)) return;
    isDue = false;
    await on.gitlab.tick(iid, { words: "**F1**", username: auditor });
  });
  way = between;
  const more = anAuditView({ findings: [aFinding(), aFinding({ key: "a/b/account:2", ref: "F2" })] });
  await on.gitlab.tracker({ url: between.url }).publish(on.draft({}, more), write, signal);
  expect(await boxOf("F1")).toMatchObject({ ticked: true, by: { username: auditor } });
});

test("the words of a finding change between runs: whose tick it was stays known", async () => {
  const iid = await on.create();
  await on.gitlab.tick(iid, { words: "**F1**", username: auditor });
  const view = anAuditView({ findings: [aFinding({ message: "has role Root, the roster says Support Staff" })] });
  await on.gitlab.tracker().publish(on.draft({}, view), write, signal);
  expect(await boxOf("F1")).toMatchObject({ ticked: true, by: { username: auditor } });
});

test("an emoji and a first reply make no comment look edited; an edit does", async () => {
  const iid = await on.create();
  const issue = await found();
  const lone = await on.gitlab.comment(iid, { username: auditor, body: "one" });
  const liked = await on.gitlab.comment(iid, { username: auditor, body: "two" });
  const changed = await on.gitlab.comment(iid, { username: auditor, body: "three" });
  await on.gitlab.change({ do: "age-issue", iid, seconds: 3600 });
  const [thread] = (await issue.read(signal)).threads;
  await issue.reply(thread?.id ?? "", "a reply", signal);
  await issue.thumb(liked, signal);
  await issue.thumb(changed, signal);
  await on.gitlab.change({ do: "age-issue", iid, seconds: 3600 });
  await on.gitlab.rewrite(iid, { username: auditor, comment: changed, body: "three, changed" });
  const edits = Object.fromEntries((await commentsOf(issue)).map(({ id, editedAt }) => [id, editedAt]));
  expect(edits).toMatchObject({ [lone]: null, [liked]: null, [changed]: expect.stringMatching(/Z$/) });
  const anew = await found();
  const asked = async () => {
    await on.gitlab.clear();
    await anew.read(signal);
    return (await on.gitlab.books()).requests.filter((line) => line.includes("award_emoji")).length;
  };
  // What a reply explains is not asked about, and the rest only once.
  expect([await asked(), await asked()]).toEqual([2, 0]);
});

test("internal comments are read too, and a deleted user's are nobody's", async () => {
  const iid = await on.create();
  const members = await on.gitlab.api<{ username: string; access_level: number }[]>(
    "GET",
    `projects/${encodeURIComponent(on.gitlab.project)}/members/all?per_page=100`,
    { token: on.gitlab.bot },
  );
  const leaver = members.find(({ username, access_level }) => access_level === 20 && username !== auditor)?.username ?? "";
  await on.gitlab.comment(iid, { username: auditor, body: "for the team only", internal: true });
  await on.gitlab.comment(iid, { username: leaver, body: "/rollcall fixed F1\r\n<!-- x -->\r\n" });
  await on.gitlab.change({ do: "delete-user", username: leaver });
  expect(await commentsOf(await found())).toMatchObject([
    { body: "for the team only", author: { username: auditor } },
    { body: expect.stringMatching(/^\/rollcall fixed F1/), author: null },
  ]);
});

test("hundreds of comments: all pages are read, each once", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "set-limit", name: "notes_create", most: 10_000 });
  const issue = await found();
  for (let count = 0; count < 230; count += 1) await on.gitlab.comment(iid, { username: auditor, body: `comment ${count}` });
  await on.gitlab.clear();
  expect((await commentsOf(issue)).map(({ body }) => body)).toEqual(
    Array.from({ length: 230 }, (_, count) => `comment ${count}`),
  );
  expect((await on.gitlab.books()).requests.filter((line) => line.includes("/discussions"))).toHaveLength(3);
});

test("comments of a megabyte each: asked for in smaller pages, read whole", async () => {
  const iid = await on.create();
  // Three bytes a character: 25 of them are more than is taken as one answer.
  const long = `long ${"語".repeat(900_000)}`;
  for (let count = 0; count < 25; count += 1) await on.gitlab.comment(iid, { username: auditor, body: long });
  const all = await commentsOf(await found());
  expect(all.map(({ body }) => body.length)).toEqual(Array.from({ length: 25 }, () => long.length));
}, 60_000);

test("the Notes went into a comment: its boxes and refs are read there, and only from our own", async () => {
  const iid = await on.create();
  await on.gitlab.edit(iid, { username: auditor, change: (text) => text.replace("<!-- rollcall:notes -->", "") });
  await on.gitlab.tracker().publish(on.draft(), write, signal);
  const comment = (await on.gitlab.notes(iid)).find(({ body, system }) => !system && body.includes("**F1**"));
  const ticked = comment?.body.replace("- [ ] **F1**", "- [x] **F1**") ?? "";
  await on.gitlab.comment(iid, { username: auditor, body: `${commentMarker(on.auditId)}\n\n- [ ] **F1** made up` });
  const at = `projects/${encodeURIComponent(on.gitlab.project)}/issues/${iid}/notes/${comment?.id}`;
  await on.gitlab.api("PUT", at, { token: on.gitlab.bot, body: { body: ticked } });
  const read = await (await found()).read(signal);
  expect(read.boxes.find(({ what }) => what !== "start")).toEqual({ what: { finding: "F1" }, ticked: true, by: null, at: null });
  expect(read.refs.size).toBe(1);
});

test("a comment with our marker by somebody else keeps its author: ours are told by who `me` is", async () => {
  const iid = await on.create();
  const issue = await found();
  await issue.say('<!-- rollcall:started audit="x" -->\n\nours', signal);
  await on.gitlab.comment(iid, { username: auditor, body: '<!-- rollcall:started audit="x" -->\n\ntheirs' });
  const { me, threads } = await issue.read(signal);
  const authors = threads.map(({ comments }) => comments[0]?.author?.id === me?.id);
  expect(authors).toEqual([true, false]);
});

test("two open issues of one audit: the one with the lower number, once", async () => {
  const iid = await on.create();
  const { description } = await on.gitlab.issue(iid);
  const at = `projects/${encodeURIComponent(on.gitlab.project)}/issues`;
  await on.gitlab.api("POST", at, {
    token: on.gitlab.token({ username: auditor }),
    body: { title: "Audit", description, labels: "rollcall" },
  });
  expect((await found()).link.iid).toBe(iid);
  const same = (await on.gitlab.tracker().audits(signal)).filter(({ auditId }) => auditId === on.auditId);
  expect(same).toMatchObject([{ link: { iid } }]);
});

test("moved: listed and read where it is now; moved while it is held, nothing is believed", async () => {
  const iid = await on.create();
  const held = await found();
  await held.say("before", signal);
  await on.gitlab.change({ do: "move-issue", iid, to: on.gitlab.otherProject, by: auditor });
  await expect(held.read(signal)).rejects.toMatchObject({ actor: "later", message: expect.stringContaining("moved") });
  const there = await found();
  expect(there.link.url).toContain(`/${on.gitlab.otherProject}/`);
  expect(await commentsOf(there)).toMatchObject([{ body: "before" }]);
  expect(await on.gitlab.tracker().audits(signal)).toContainEqual({ auditId: on.auditId, link: there.link });
});
