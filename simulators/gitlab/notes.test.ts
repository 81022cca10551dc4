import { describe, expect, it } from "vitest";
import { GITLAB_TOKENS } from "../company/gitlab.ts";
import { AUDITS, type Loose, type TestGitlab, testGitlab, tokenOf } from "./testing/gitlab.ts";

const PAGE = "/acme/support-ops/audits/-/issues/1";

async function systemNotes(gitlab: TestGitlab): Promise<string[]> {
  const { json } = await gitlab.api("GET", `${AUDITS}/issues/1/notes?activity_filter=only_activity&sort=asc`);
  return json.map((note: Loose) => `${note.author.username}: ${note.body}`);
}

describe("ticking a box", () => {
  const description = 'intro\n\n- [ ] Close #4: src/x.go says a = "1" <!-- m:a-b -->\n- [x] done\n\n```\n- [ ] code\n```';

  it("rewrites that line and says so under the person's name", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ description });

    const ticked = await gitlab.web("rshah", `${PAGE}/tick`, { line: 3, checked: true });

    expect(ticked.json.description).toBe(description.replace("- [ ] Close", "- [x] Close"));
    expect(ticked.json.task_completion_status).toEqual({ count: 2, completed_count: 2 });
    expect(await systemNotes(gitlab)).toEqual([
      String.raw`rshah: marked the checklist item **Close \#4: src/x\.go says a \= \"1\"  m:a\-b** as completed`,
    ]);
    await gitlab.web("dwhitfield", `${PAGE}/tick`, { line: 4, checked: false });
    expect((await systemNotes(gitlab)).at(-1)).toBe("dwhitfield: marked the checklist item **done** as incomplete");
  });

  it("is the same to GitLab when the API changes only the box, and otherwise a changed description", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ description });
    await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: { description: description.replace("[x] done", "[ ] done") } });
    await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: { description: `- [x] new first\n${description}` } });

    expect(await systemNotes(gitlab)).toEqual([
      expect.stringContaining("marked the checklist item **done** as incomplete"),
      expect.stringContaining("changed the description"),
    ]);
  });

  it("is refused where the line has changed, or is no box", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ description });

    expect((await gitlab.web("rshah", `${PAGE}/tick`, { line: 3, line_source: "- [ ] other", checked: true })).status).toBe(409);
    expect((await gitlab.web("rshah", `${PAGE}/tick`, { line: 1, checked: true })).status).toBe(409);
  });

  it("in a description is for reporters, the author and the assignee", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ description });
    const tick = async () => (await gitlab.web("guest.example", `${PAGE}/tick`, { line: 3, checked: true })).status;

    expect(await tick()).toBe(403);
    await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: { assignee_ids: [9_000_002] } });
    expect(await tick()).toBe(200);
  });

  it("in a comment is for its author and maintainers, and leaves no system note", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    const note = await gitlab.web("rshah", `${PAGE}/comment`, { body: "- [ ] mine" });
    const tick = (username: string) => gitlab.web(username, `${PAGE}/tick`, { line: 1, checked: true, note_id: note.json.id });

    expect((await tick("dwhitfield")).status).toBe(403);
    expect((await tick("rshah")).status).toBe(200);
    expect((await tick("mquint")).status).toBe(200);
    expect((await gitlab.api("GET", `${AUDITS}/issues/1/notes/${note.json.id}`)).json.body).toBe("- [x] mine");
    expect(await systemNotes(gitlab)).toEqual([]);
  });
});

describe("comments", () => {
  it("of only quick actions make no note: 202", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();

    const answer = await gitlab.api("POST", `${AUDITS}/issues/1/notes`, { body: { body: '/label ~"Access audit"\n/close' } });

    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      commands_changes: { state_event: "close", add_label_ids: [5010] },
      summary: ['Added ~"Access audit" label.', "Closed this issue."],
    });
    expect((await gitlab.api("GET", `${AUDITS}/issues/1/discussions`)).json).toEqual([]);
  });

  it("become a thread when answered, and the answers are not in the Notes API", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    await gitlab.api("POST", `${AUDITS}/issues/1/notes`, { body: { body: "F1 @rshah?" } });
    const [alone] = (await gitlab.api("GET", `${AUDITS}/issues/1/discussions`)).json;

    await gitlab.web("rshah", `${PAGE}/reply`, { discussion_id: alone.id, body: "fixed" });

    const [thread] = (await gitlab.api("GET", `${AUDITS}/issues/1/discussions`)).json;
    expect([alone.individual_note, thread.individual_note]).toEqual([true, false]);
    expect(thread.notes.map((note: Loose) => [note.author.username, note.body, note.type])).toEqual([
      ["project_501_bot_0e1f2a3b4c5d6e7f", "F1 @rshah?", "DiscussionNote"],
      ["rshah", "fixed", "DiscussionNote"],
    ]);
    expect((await gitlab.api("GET", `${AUDITS}/issues/1/notes`)).json).toHaveLength(1);
    const reply = await gitlab.api("POST", `${AUDITS}/issues/1/discussions/${"0".repeat(40)}/notes`, { body: { body: "x" } });
    expect([reply.status, reply.json.message]).toEqual([404, "404 Discussion Not Found"]);
  });

  it("are changed by their author and maintainers, and system notes by nobody", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    const note = await gitlab.web("rshah", `${PAGE}/comment`, { body: "one" });
    await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: { title: "Other title", confidential: true } });
    const system = (await gitlab.api("GET", `${AUDITS}/issues/1/notes?activity_filter=only_activity`)).json[0];
    const put = async (id: number, username: string) =>
      (await gitlab.api("PUT", `${AUDITS}/issues/1/notes/${id}`, { token: tokenOf(username), body: { body: "two" } })).status;

    expect([await put(note.json.id, "dwhitfield"), await put(note.json.id, "mquint"), await put(system.id, "mquint")]).toEqual([
      403, 200, 403,
    ]);
    expect(await systemNotes(gitlab)).toEqual([
      expect.stringContaining("changed title from **{-Audit-}** to **{+Other title+}**"),
      expect.stringContaining("made the issue confidential"),
    ]);
  });

  it("tell whom they name and who takes part, once each, and not their writer", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ assignee_ids: [4001] });
    await gitlab.web("rshah", `${PAGE}/comment`, { body: "hello" });
    gitlab.change({ do: "clear-books" });

    await gitlab.web("rshah", `${PAGE}/comment`, { body: "@dwhitfield @lokafor" });

    const told = gitlab.books().notifications.map((each) => `${each.username} ${each.reason}`);
    expect(told).toEqual(["dwhitfield mentioned", "lokafor mentioned", "project_501_bot_0e1f2a3b4c5d6e7f participating"]);
  });

  it("are refused empty and over-long", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    const post = async (body: unknown) => (await gitlab.api("POST", `${AUDITS}/issues/1/notes`, { body })).json;

    expect(await post({})).toEqual({ error: "body is missing" });
    expect((await post({ body: " " })).message).toContain("can't be blank");
    expect((await post({ body: "x".repeat(1_000_001) })).message).toContain("too long");
  });

  it("are closed to a person who closes and reopens by the page", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();

    await gitlab.web("mquint", `${PAGE}/close`, {});
    const closed = await gitlab.api("GET", `${AUDITS}/issues/1`);
    await gitlab.web("mquint", `${PAGE}/reopen`, {});

    expect(closed.json).toMatchObject({ state: "closed", closed_by: { username: "mquint" } });
    const events = await gitlab.api("GET", `${AUDITS}/issues/1/resource_state_events`);
    expect(events.json.map((each: Loose) => each.state)).toEqual(["closed", "reopened"]);
    expect((await gitlab.web("guest.example", `${PAGE}/close`, {})).status).toBe(403);
  });

  it("take one emoji a person", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    const note = await gitlab.web("rshah", `${PAGE}/comment`, { body: "one" });
    const award = () => gitlab.api("POST", `${AUDITS}/issues/1/notes/${note.json.id}/award_emoji?name=thumbsup`);

    expect((await award()).status).toBe(201);
    expect((await award()).status).toBe(404);
    expect(
      (await gitlab.api("GET", `${AUDITS}/issues/1/notes/${note.json.id}/award_emoji`, { token: GITLAB_TOKENS.guest })).json,
    ).toHaveLength(1);
  });
});
