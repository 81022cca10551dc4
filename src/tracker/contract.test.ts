import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Conversation } from "../model/conversation.ts";
import { aFinding, anAuditView } from "../reports/testing/views.ts";
import { type TrackerContract, type TrackerTrial, texts } from "./testing/contract.ts";
import { filesContract } from "./testing/files-contract.ts";
import { gitlabContract } from "./testing/gitlab-contract.ts";
import type { AuditIssue } from "./tracker.ts";

const { signal } = new AbortController();
const write = { reopen: false, dryRun: false };
const twoFindings = () => anAuditView({ findings: [aFinding(), aFinding({ key: "a/b/account:2", ref: "F2" })] });

for (const contract of [gitlabContract, filesContract]) describe(contract.name, () => describeTracker(contract));

/** Everything a tracker must be, whatever it is. */
function describeTracker(contract: TrackerContract): void {
  let started: Awaited<ReturnType<TrackerContract["start"]>>;
  let trial: TrackerTrial;
  let auditId: string;
  beforeAll(async () => {
    started = await contract.start();
  });
  afterAll(() => started.stop());
  beforeEach(async () => {
    trial = await started.trial();
    auditId = trial.draft().auditId;
  });

  const publish = (view = twoFindings()) => trial.tracker.publish(trial.draft({}, view), write, signal);
  const found = async (): Promise<AuditIssue> => {
    const issue = await trial.tracker.issue(auditId, signal);
    if (!issue) throw new Error("the issue was not found");
    return issue;
  };
  const opened = async () => {
    await publish();
    return found();
  };
  const bodies = ({ threads }: Conversation) => threads.map(({ comments }) => comments.map(({ body }) => body));
  const ticked = ({ boxes }: Conversation) =>
    Object.fromEntries(boxes.map(({ what, ticked: is }) => [what === "start" ? what : what.finding, is]));

  test("an audit without an issue has none, and is not among the open ones", async () => {
    expect(await trial.tracker.issue(auditId, signal)).toBeNull();
    expect((await trial.tracker.audits(signal)).map((one) => one.auditId)).not.toContain(auditId);
  });

  test("an open one is listed under its id until it is closed", async () => {
    const { link } = await publish();
    expect(await trial.tracker.audits(signal)).toContainEqual({ auditId, link });
    const issue = await found();
    expect(issue.link).toEqual(link);
    await issue.close(signal);
    expect((await trial.tracker.audits(signal)).map((one) => one.auditId)).not.toContain(auditId);
    expect((await trial.tracker.issue(auditId, signal))?.link).toEqual(link);
  });

  test("a new one is open, with its refs and boxes, and nothing said", async () => {
    const read = await (await opened()).read(signal);
    expect(read).toMatchObject({ state: "opened", closed: null, threads: [] });
    expect([...read.refs]).toEqual([
      ["zendesk-global/role-mismatch/account:123", "F1"],
      ["a/b/account:2", "F2"],
    ]);
    expect(ticked(read)).toEqual({ start: false, F1: false, F2: false });
  });

  test("what is said opens a thread, a reply stays in it, and all of it is read back in order", async () => {
    const issue = await opened();
    const first = await issue.say("one", signal);
    const second = await issue.say("two", signal);
    const reply = await issue.reply(first.thread, "one, again", signal);
    expect(new Set([first.comment, second.comment, reply?.comment]).size).toBe(3);
    expect(reply?.thread).toBe(first.thread);
    const read = await (await found()).read(signal);
    expect(bodies(read)).toEqual([["one", "one, again"], ["two"]]);
    expect(read.threads.map(({ id }) => id)).toEqual([first.thread, second.thread]);
    expect(read.threads.flatMap(({ comments }) => comments.map(({ id }) => id))).toEqual([
      first.comment,
      reply?.comment,
      second.comment,
    ]);
    for (const { comments } of read.threads)
      for (const { at, editedAt, author } of comments) {
        expect(Date.parse(at)).not.toBeNaN();
        expect([editedAt, author?.id]).toEqual([null, read.me?.id]);
      }
  });

  test.each(texts)("a text is read back as it was: %s", async (_, text) => {
    const issue = await opened();
    const { thread } = await issue.say(text, signal);
    await issue.reply(thread, text, signal);
    await issue.say("after it", signal);
    expect(bodies(await issue.read(signal))).toEqual([[text, text], ["after it"]]);
  });

  test("an answer stands in its thread, by somebody else; changed and taken away, that is seen", async () => {
    const issue = await opened();
    const { thread } = await issue.say("F1?", signal);
    await issue.say("F2?", signal);
    await trial.answer({ thread, body: "/rollcall fixed F1" });
    const read = await issue.read(signal);
    expect(bodies(read)).toEqual([["F1?", "/rollcall fixed F1"], ["F2?"]]);
    const answer = read.threads[0]?.comments[1];
    if (!answer) throw new Error("no answer");
    if (read.me) expect(answer.author?.id).not.toBe(read.me.id);
    await trial.rewrite({ comment: answer.id, from: answer.body, to: "/rollcall roster F1" });
    const changed = await issue.read(signal);
    expect(changed.threads[0]?.comments[1]).toMatchObject({ id: answer.id, body: "/rollcall roster F1" });
    await trial.rewrite({ comment: answer.id, from: "/rollcall roster F1", to: null });
    expect(bodies(await issue.read(signal))).toEqual([["F1?"], ["F2?"]]);
    await issue.reply(thread, "still here", signal);
    expect(bodies(await issue.read(signal))).toEqual([["F1?", "still here"], ["F2?"]]);
  });

  test("a thumb is given once, and changes no comment; one to a comment that is gone does nothing", async () => {
    const issue = await opened();
    const { thread } = await issue.say("F1?", signal);
    await trial.answer({ thread, body: "/rollcall fixed F1" });
    const before = await issue.read(signal);
    const comment = before.threads[0]?.comments[1]?.id ?? "";
    await issue.thumb(comment, signal);
    await issue.thumb(comment, signal);
    expect(await trial.thumbs(comment)).toBe(1);
    const shown = ({ threads }: Conversation) =>
      threads.map(({ comments }) => comments.map(({ id, body, editedAt }) => ({ id, body, editedAt })));
    expect(shown(await issue.read(signal))).toEqual(shown(before));
    await trial.rewrite({ comment, from: "/rollcall fixed F1", to: null });
    await issue.thumb(comment, signal);
    expect(bodies(await issue.read(signal))).toEqual([["F1?"]]);
  });

  test("a second answer below one that was thumbed is one of its own", async () => {
    const issue = await opened();
    const { thread } = await issue.say("F1, F2?", signal);
    await trial.answer({ thread, body: "/rollcall fixed F1" });
    await issue.thumb((await issue.read(signal)).threads[0]?.comments[1]?.id ?? "", signal);
    await trial.answer({ thread, body: "/rollcall fixed F2" });
    const second = (await issue.read(signal)).threads[0]?.comments[2]?.id ?? "";
    await issue.thumb(second, signal);
    await issue.thumb(second, signal);
    expect(await trial.thumbs(second)).toBe(1);
    await issue.reply(thread, "thank you", signal);
    await trial.answer({ thread, body: "you are welcome" });
    const read = await issue.read(signal);
    expect(bodies(read)).toEqual([["F1, F2?", "/rollcall fixed F1", "/rollcall fixed F2", "thank you", "you are welcome"]]);
    const ids = read.threads.flatMap(({ comments }) => comments.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const times = read.threads.flatMap(({ comments }) => comments.map(({ at }) => Date.parse(at)));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("a reply into a thread that is not there is none", async () => {
    const issue = await opened();
    expect(await issue.reply("f".repeat(40), "hello?", signal)).toBeNull();
    expect(bodies(await issue.read(signal))).toEqual([]);
  });

  test("closed and opened again, twice each: it is as it was said last", async () => {
    const issue = await opened();
    await issue.close(signal);
    await issue.close(signal);
    const closed = await issue.read(signal);
    expect(closed.state).toBe("closed");
    expect(closed.closed?.by?.id).toBe(closed.me?.id);
    await issue.reopen(signal);
    await issue.reopen(signal);
    expect(await issue.read(signal)).toMatchObject({ state: "opened", closed: null });
    await trial.closeByHand();
    const byHand = await issue.read(signal);
    expect(byHand.state).toBe("closed");
    expect(Date.parse(byHand.closed?.at ?? "")).not.toBeNaN();
    if (byHand.me) expect(byHand.closed?.by?.id).not.toBe(byHand.me.id);
  });

  test("boxes are read as they stand, and stay over another run", async () => {
    const issue = await opened();
    await trial.tick("**F2**", true);
    await trial.tick("start asking", true);
    expect(ticked(await issue.read(signal))).toEqual({ start: true, F1: false, F2: true });
    await publish(anAuditView({ findings: [aFinding({ key: "a/b/account:2", severity: "critical" })] }));
    expect(ticked(await issue.read(signal))).toEqual({ start: true, F2: true });
    expect(await publish(anAuditView({ findings: [aFinding({ key: "a/b/account:2", severity: "critical" })] }))).toMatchObject({
      action: "unchanged",
    });
    await trial.tick("**F2**", false);
    expect(ticked(await issue.read(signal))).toEqual({ start: true, F2: false });
  });

  test("once people are asked there is no box to start with", async () => {
    await publish(anAuditView({ state: "following-up" }));
    expect(ticked(await (await found()).read(signal))).toEqual({ F1: false });
  });

  test("gone while it is read: nothing is believed", async () => {
    const issue = await opened();
    await trial.remove();
    await expect(issue.read(signal)).rejects.toMatchObject({ actor: "later" });
  });
}
