import { describe, expect, it } from "vitest";
import { AUDITS, testGitlab, tokenOf } from "./testing/gitlab.ts";

describe("bad input", () => {
  it.each([
    [{}, { error: "title is missing" }],
    [{ title: " " }, { message: { title: ["can't be blank"] } }],
    [{ title: "x".repeat(256) }, { message: { title: ["is too long (maximum is 255 characters)"] } }],
    [
      { title: "x", description: "x".repeat(1_048_577) },
      { message: { description: ["is too long (maximum is 1048576 characters)"] } },
    ],
    [{ title: "x", confidential: "maybe" }, { error: "confidential is invalid" }],
  ])("is refused: %#", async (body, expected) => {
    const gitlab = await testGitlab();

    const answer = await gitlab.api("POST", `${AUDITS}/issues`, { body });

    expect([answer.status, answer.json]).toEqual([400, expected]);
  });

  it("of an update or a list is refused too", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();

    const empty = await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: {} });
    const event = await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: { state_event: "shut" } });
    const state = await gitlab.api("GET", `${AUDITS}/issues?state=open`);

    expect(empty.json.error).toContain("at least one parameter must be provided");
    expect(event.json).toEqual({ error: "state_event does not have a valid value" });
    expect(state.json).toEqual({ error: "state does not have a valid value" });
  });
});

describe("labels and dates", () => {
  it("labels replace all, add_labels and remove_labels do not; new ones come to be", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue({ labels: ["rollcall", "new one"] });
    const put = async (body: unknown) => (await gitlab.api("PUT", `${AUDITS}/issues/${iid}`, { body })).json.labels;

    expect(await put({ add_labels: "Zendesk" })).toEqual(["Zendesk", "new one", "rollcall"]);
    expect(await put({ remove_labels: "new one" })).toEqual(["Zendesk", "rollcall"]);
    expect(await put({ labels: "rollcall" })).toEqual(["rollcall"]);
    const events = await gitlab.api("GET", `${AUDITS}/issues/${iid}/resource_label_events`);
    expect(events.json.map((each: { action: string }) => each.action)).toEqual(["add", "remove", "remove"]);
  });

  it("a day that does not exist empties the due date, and assignee 0 nobody", async () => {
    const gitlab = await testGitlab();
    const made = await gitlab.issue({ due_date: "2026-12-06", assignee_ids: [4001, 4002] });

    const changed = await gitlab.api("PUT", `${AUDITS}/issues/${made.iid}`, {
      body: { due_date: "2026-02-30", assignee_ids: [0] },
    });

    expect(made.assignees).toHaveLength(1);
    expect(changed.json).toMatchObject({ due_date: null, assignees: [], assignee: null });
  });
});

describe("the list", () => {
  it("pages by offset with the headers, newest first, at most 100 a page", async () => {
    const gitlab = await testGitlab();
    for (let count = 0; count < 5; count += 1) await gitlab.issue({ title: `n${count}`, labels: count % 2 ? "rollcall" : "" });

    const second = await gitlab.api("GET", `${AUDITS}/issues?per_page=2&page=2`);
    const last = await gitlab.api("GET", `${AUDITS}/issues?per_page=2&page=3`);
    const capped = await gitlab.api("GET", `${AUDITS}/issues?per_page=500`);

    expect(second.json.map((issue: { title: string }) => issue.title)).toEqual(["n2", "n1"]);
    const names = ["x-page", "x-per-page", "x-next-page", "x-prev-page", "x-total", "x-total-pages"];
    expect(names.map((name) => second.headers.get(name))).toEqual(["2", "2", "3", "1", "5", "3"]);
    expect(last.headers.get("x-next-page")).toBe("");
    expect(rels(second.headers)).toEqual(["prev", "next", "first", "last"]);
    expect(rels(last.headers)).toEqual(["prev", "first", "last"]);
    expect(capped.headers.get("x-per-page")).toBe("100");
  });

  it("pages by key with only a next link", async () => {
    const gitlab = await testGitlab();
    for (let count = 0; count < 3; count += 1) await gitlab.issue({ title: `n${count}` });

    const first = await gitlab.api("GET", `${AUDITS}/issues?pagination=keyset&per_page=2`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await gitlab.api("GET", next.slice(`${gitlab.url}/api/v4`.length));

    expect(first.headers.get("x-total")).toBeNull();
    expect(second.json.map((issue: { title: string }) => issue.title)).toEqual(["n0"]);
    expect(second.headers.get("link")).toBeNull();
  });

  it("above 10,000 rows counts no more", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue();
    const [project] = gitlab.world.projects;
    const issue = project?.issues.find((each) => each.iid === iid);
    if (!project || !issue) throw new Error("no issue");
    project.issues = Array.from({ length: 10_001 }, (_, index) => ({ ...issue, id: index + 1, iid: index + 1 }));

    const page = await gitlab.api("GET", `${AUDITS}/issues`);

    expect([page.headers.get("x-total"), page.headers.get("x-total-pages"), page.headers.get("x-next-page")]).toEqual([
      null,
      null,
      "2",
    ]);
    expect(rels(page.headers)).toEqual(["next", "first"]);
  });

  it("filters by state, labels, iids and words in the title", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ title: "Zendesk Global audit", labels: "rollcall,Zendesk" });
    await gitlab.issue({ title: "Other", labels: "rollcall", description: "Zendesk" });
    await gitlab.api("PUT", `${AUDITS}/issues/2`, { body: { state_event: "close" } });
    const iids = async (query: string) =>
      (await gitlab.api("GET", `${AUDITS}/issues?${query}`)).json.map((issue: { iid: number }) => issue.iid);

    expect(await iids("state=closed")).toEqual([2]);
    expect(await iids("labels=rollcall,Zendesk")).toEqual([1]);
    expect(await iids("iids[]=2&iids[]=9")).toEqual([2]);
    expect(await iids("search=zendesk&in=title")).toEqual([1]);
    expect(await iids("labels=rollcall&sort=asc")).toEqual([1, 2]);
  });
});

describe("moved, deleted, locked", () => {
  it("a moved issue is closed and names the new one", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue({ description: "text" });
    await gitlab.api("POST", `${AUDITS}/issues/${iid}/notes`, { body: { body: "kept" } });

    const moved = await gitlab.api("POST", `${AUDITS}/issues/${iid}/move`, { body: { to_project_id: 502 } });

    expect([moved.status, moved.json.project_id, moved.json.description]).toEqual([201, 502, "text"]);
    const old = await gitlab.api("GET", `${AUDITS}/issues/${iid}`);
    expect(old.json).toMatchObject({ state: "closed", moved_to_id: moved.json.id });
    const notes = await gitlab.api("GET", `/projects/502/issues/${moved.json.iid}/notes?sort=asc`);
    expect(notes.json.map((note: { body: string }) => note.body)).toEqual(["kept", "moved from acme/support-ops/audits#1"]);
  });

  it("a deleted issue is gone, its iid too; a maintainer may not delete", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue();

    expect((await gitlab.api("DELETE", `${AUDITS}/issues/${iid}`)).status).toBe(403);
    expect((await gitlab.api("DELETE", `${AUDITS}/issues/${iid}`, { token: tokenOf("mquint") })).status).toBe(204);
    const gone = await gitlab.api("GET", `${AUDITS}/issues/${iid}`);
    expect([gone.status, gone.json]).toEqual([404, { message: "404 Not found" }]);
    expect((await gitlab.issue()).iid).toBe(iid + 1);
  });

  it("a locked discussion takes comments from members only, and is not reopened", async () => {
    const gitlab = await testGitlab();
    for (const project of gitlab.world.projects) project.visibility = "public";
    const { iid } = await gitlab.issue();
    await gitlab.api("PUT", `${AUDITS}/issues/${iid}`, { body: { discussion_locked: true, state_event: "close" } });
    const comment = (token: string) => gitlab.api("POST", `${AUDITS}/issues/${iid}/notes`, { token, body: { body: "x" } });

    expect((await comment(tokenOf("stranger.example"))).status).toBe(403);
    expect((await comment(tokenOf("rshah"))).status).toBe(201);
    expect((await gitlab.api("PUT", `${AUDITS}/issues/${iid}`, { body: { state_event: "reopen" } })).json.state).toBe("closed");
  });
});

describe("quick actions of a template", () => {
  it("run on create and leave the text", async () => {
    const gitlab = await testGitlab();
    const { json } = await gitlab.api("GET", `${AUDITS}/templates/issues/Zendesk%20Global`);

    const issue = await gitlab.issue({ description: `${json.content}\n/rollcall keep\n/assign @lokafor\n/due 2026-12-06` });

    expect(issue).toMatchObject({
      labels: ["Access audit"],
      confidential: true,
      due_date: "2026-12-06",
      assignee: { username: "lokafor" },
    });
    expect(issue.description).toMatch(/\/rollcall keep$/);
    expect(issue.description).not.toContain("/label");
    expect(gitlab.books().quickActions.map((each) => each.command)).toEqual(["label", "confidential", "assign", "due"]);
  });
});

function rels(headers: Headers): string[] {
  return [...(headers.get("link") ?? "").matchAll(/rel="(\w+)"/g)].map((match) => String(match[1]));
}
