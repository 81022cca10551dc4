import { afterEach, expect, test } from "vitest";
import { Secret } from "../model/secret.ts";
import { gitlabApi } from "./gitlab/api.ts";
import { notesPerMinute } from "./gitlab/note-pace.ts";
import { gitlabTracker } from "./gitlab.ts";
import { inBetween } from "./testing/gitlab.ts";
import { auditor, signal, useGitlab } from "./testing/use-gitlab.ts";
import type { AuditIssue } from "./tracker.ts";

const on = useGitlab();

let way: { close(): void } | null = null;
afterEach(() => {
  way?.close();
  way = null;
});

/** Waits pass at once. */
const quick = () => {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep: async (ms: number) => {
      ahead += ms;
    },
  };
};

async function found(url = new URL(on.gitlab.url)): Promise<AuditIssue> {
  const config = { url, project: on.gitlab.project, token: new Secret(on.gitlab.bot), confidential: true, labels: [] };
  const issue = await gitlabTracker(config, { rate: 1, clock: quick() }).issue(on.auditId, signal);
  if (!issue) throw new Error("no issue");
  return issue;
}

/** Once, just before the first request with that method to that path, or before a later one. */
async function justBefore(method: string, path: RegExp, happens: () => Promise<unknown>, nth = 1): Promise<URL> {
  let seen = 0;
  const between = await inBetween(on.gitlab, async (request) => {
    if (request.method !== method || !path.test(request.path)) return;
    seen += 1;
    if (seen === nth) await happens();
  });
  way = between;
  return between.url;
}

const listing = { method: "GET", pattern: "/discussions" };

test.each([
  ["answers 500", { kind: "status", status: 500 }],
  ["hangs up", { kind: "reset" }],
  ["cuts its answer off", { kind: "cut" }],
  ["answers a page of HTML", { kind: "html" }],
])("GitLab %s while it is read, and goes on so: nothing is believed", async (_, fault) => {
  const iid = await on.create();
  await on.gitlab.comment(iid, { username: auditor, body: "/rollcall fixed F1" });
  const issue = await found();
  await on.gitlab.fault({ ...fault, ...listing });
  await expect(issue.read(signal)).rejects.toMatchObject({ actor: expect.stringMatching(/^(later|platform|configuration)$/) });
});

test("trouble that passes, and a 429, are waited for", async () => {
  const iid = await on.create();
  await on.gitlab.comment(iid, { username: auditor, body: "/rollcall fixed F1" });
  const issue = await found();
  for (const status of [500, 429, 502]) await on.gitlab.fault({ kind: "status", status, times: 1, ...listing });
  expect((await issue.read(signal)).threads).toHaveLength(1);
});

test("a 429 to what is said: said once, when GitLab takes it", async () => {
  const iid = await on.create();
  const issue = await found();
  await on.gitlab.fault({ kind: "status", status: 429, method: "POST", pattern: "/discussions$", times: 2 });
  await issue.say("once", signal);
  expect((await on.gitlab.notes(iid)).filter(({ body }) => body === "once")).toHaveLength(1);
});

test("no faster than GitLab takes comments: nothing is refused, and nothing is lost", async () => {
  const iid = await on.create();
  const clock = quick();
  const began = clock.now();
  const config = {
    url: new URL(on.gitlab.url),
    project: on.gitlab.project,
    token: new Secret(on.gitlab.bot),
    confidential: true,
  };
  const tracker = gitlabTracker({ ...config, labels: [] }, { rate: 1, clock, notesPerMinute: 5 });
  const issue = await tracker.issue(on.auditId, signal);
  await Promise.all(Array.from({ length: 12 }, (_, count) => issue?.say(`c${count}`, signal)));
  expect((await on.gitlab.notes(iid)).filter(({ system }) => !system)).toHaveLength(12);
  expect(clock.now() - began).toBeGreaterThanOrEqual(120_000);
});

test("what GitLab is known to take", () => {
  expect([notesPerMinute(new URL("https://gitlab.com")), notesPerMinute(new URL("https://git.acme.test/gitlab"))]).toEqual([
    50, 250,
  ]);
});

test("a page that names itself as the next one, and one of another host: nothing is believed", async () => {
  const iid = await on.create();
  await on.gitlab.comment(iid, { username: auditor, body: "hello" });
  const issue = await found();
  for (const kind of ["repeat-page", "same-cursor", "foreign-next"]) {
    await on.gitlab.fault({ kind, ...listing });
    await expect(issue.read(signal)).rejects.toMatchObject({
      message: expect.stringMatching(/read before|another|other host|elsewhere/),
    });
    await on.gitlab.clear();
  }
});

test("a row that came twice: the list moved, and is read again; for ever, it is not believed", async () => {
  const iid = await on.create();
  await on.gitlab.comment(iid, { username: auditor, body: "hello" });
  const issue = await found();
  await on.gitlab.fault({ kind: "repeat-row", ...listing, times: 2 });
  expect((await issue.read(signal)).threads).toHaveLength(1);
  await on.gitlab.fault({ kind: "repeat-row", ...listing });
  await expect(issue.read(signal)).rejects.toMatchObject({ actor: "later", message: expect.stringContaining("kept changing") });
});

test("a thread deleted between two pages would hide another: the whole is read again", async () => {
  const iid = await on.create();
  await on.gitlab.change({ do: "set-limit", name: "notes_create", most: 10_000 });
  const made: string[] = [];
  for (let count = 0; count < 105; count += 1) made.push(await on.gitlab.comment(iid, { username: auditor, body: `c${count}` }));
  const url = await justBefore("GET", /discussions.*[?&]page=2/, () =>
    on.gitlab.rewrite(iid, { username: auditor, comment: made[0] ?? "", body: null }),
  );
  const { threads } = await (await found(url)).read(signal);
  expect(threads.map(({ comments }) => comments[0]?.id)).toEqual(made.slice(1));
});

test("pages that count differently are of a list that moved", async () => {
  const iid = await on.create();
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.push(await on.gitlab.comment(iid, { username: auditor, body: `c${count}` }));
  const url = await justBefore("GET", /discussions.*[?&]page=2/, () =>
    on.gitlab.rewrite(iid, { username: auditor, comment: made[0] ?? "", body: null }),
  );
  const config = { url, project: on.gitlab.project, token: new Secret(on.gitlab.bot), confidential: true, labels: [] };
  const { discussions } = gitlabApi(config, { rate: 1 });
  const ref = { project: on.gitlab.project, iid };
  expect((await discussions(ref, { perPage: 2, signal })).moved).toBe(true);
  expect(await discussions(ref, { perPage: 2, signal })).toMatchObject({ moved: false, rows: { length: 4 } });
});

test.each([
  ["before the comments are read", /discussions/, 1],
  ["after them, before the text", /\/issues\/\d+$/, 2],
] as const)("a box ticked %s: text and activity are of one moment", async (_, path, nth) => {
  const iid = await on.create();
  const tick = () => on.gitlab.tick(iid, { words: "**F1**", username: auditor });
  const url = await justBefore("GET", path, tick, nth);
  const { boxes } = await (await found(url)).read(signal);
  expect(boxes).toContainEqual({
    what: { finding: "F1" },
    ticked: true,
    by: expect.objectContaining({ username: auditor }),
    at: expect.any(String),
  });
});

test("a comment deleted between reading and replying: the reply finds no thread, the thumb nothing", async () => {
  const iid = await on.create();
  const issue = await found();
  const comment = await on.gitlab.comment(iid, { username: auditor, body: "/rollcall fixed F1" });
  const [thread] = (await issue.read(signal)).threads;
  await on.gitlab.rewrite(iid, { username: auditor, comment, body: null });
  expect(await issue.reply(thread?.id ?? "", "why not", signal)).toBeNull();
  await issue.thumb(comment, signal);
  expect((await issue.read(signal)).threads).toEqual([]);
});

test("the project gone is no deleted thread", async () => {
  await on.create();
  const issue = await found();
  const gone = { kind: "status", status: 404, body: '{"message":"404 Project Not Found"}', method: "POST" };
  await on.gitlab.fault(gone);
  await expect(issue.reply("a", "b", signal)).rejects.toMatchObject({ actor: "configuration" });
  await expect(issue.thumb("1", signal)).rejects.toMatchObject({ actor: "configuration" });
});

test("refused, as a locked issue refuses who is no member: the credentials must change, and it is said what to do", async () => {
  const iid = await on.create();
  const issue = await found();
  await on.gitlab.fault({ kind: "status", status: 403, method: "POST", body: '{"message":"403 Forbidden"}' });
  const refused = {
    actor: "credentials",
    message: expect.stringContaining(`/issues/${iid}`),
    fix: expect.stringContaining("unlock"),
  };
  await expect(issue.say("hello", signal)).rejects.toMatchObject(refused);
  await expect(issue.reply("a", "hello", signal)).rejects.toMatchObject(refused);
});

test("locked: members talk on, but it stays closed, and that is said", async () => {
  const iid = await on.create();
  const issue = await found();
  await on.gitlab.change({ do: "set-locked", iid, locked: true, by: auditor });
  const { thread } = await issue.say("hello", signal);
  expect(await issue.reply(thread, "again", signal)).not.toBeNull();
  await issue.close(signal);
  await expect(issue.reopen(signal)).rejects.toMatchObject({ actor: "credentials", message: expect.stringContaining("locked") });
});

test("an answer that was lost: whether it was said is not known, and it is not said again", async () => {
  const iid = await on.create();
  const issue = await found();
  await on.gitlab.fault({ kind: "reset", method: "POST", times: 1 });
  await expect(issue.say("once", signal)).rejects.toMatchObject({ actor: "later" });
  expect((await on.gitlab.books()).writes).toHaveLength(1);
  expect((await on.gitlab.notes(iid)).filter(({ body }) => body === "once").length).toBeLessThanOrEqual(1);
});
