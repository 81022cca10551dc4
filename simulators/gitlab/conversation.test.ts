import { describe, expect, it } from "vitest";
import { GITLAB_TOKENS } from "../company/gitlab.ts";
import { AUDITS, type Loose, type TestGitlab, testGitlab, tokenOf } from "./testing/gitlab.ts";

const ISSUE = `${AUDITS}/issues/1`;

/** A GitLab whose clock the test turns. */
async function timed(): Promise<TestGitlab & { pass(seconds: number): void }> {
  let at = Date.parse("2026-11-22T12:00:05.000Z");
  const gitlab = await testGitlab({ now: () => new Date(at) });
  await gitlab.issue();
  return {
    ...gitlab,
    pass(seconds) {
      at += seconds * 1000;
    },
  };
}

describe("what moves a comment's updated_at", () => {
  const noteOf = async (gitlab: TestGitlab, id: number) => (await gitlab.api("GET", `${ISSUE}/notes/${id}`)).json;

  it("is an emoji given or taken back, and a first reply to a lone comment, besides an edit", async () => {
    const gitlab = await timed();
    const as = { token: tokenOf("rshah") };
    const note = (await gitlab.api("POST", `${ISSUE}/notes`, { ...as, body: { body: "one" } })).json;
    expect(note.updated_at).toBe(note.created_at);

    const seen: string[] = [note.updated_at];
    const step = async (act: () => Promise<unknown>) => {
      gitlab.pass(10);
      await act();
      seen.push((await noteOf(gitlab, note.id)).updated_at);
    };
    const awards = `${ISSUE}/notes/${note.id}/award_emoji`;
    let given: Loose;
    await step(async () => {
      given = (await gitlab.api("POST", `${awards}?name=thumbsup`)).json;
    });
    await step(() => gitlab.api("DELETE", `${awards}/${given.id}`));
    const [{ id }] = (await gitlab.api("GET", `${ISSUE}/discussions`)).json;
    await step(() => gitlab.api("POST", `${ISSUE}/discussions/${id}/notes`, { body: { body: "reply" } }));
    await step(() => gitlab.api("PUT", `${ISSUE}/notes/${note.id}`, { ...as, body: { body: "two" } }));
    expect(new Set(seen).size).toBe(5);

    gitlab.pass(10);
    await gitlab.api("POST", `${ISSUE}/discussions/${id}/notes`, { body: { body: "second reply" } });
    expect((await noteOf(gitlab, note.id)).updated_at).toBe(seen.at(-1));
  });

  it("and the page calls only an edit one", async () => {
    const gitlab = await timed();
    const note = (await gitlab.api("POST", `${ISSUE}/notes`, { body: { body: "one" } })).json;
    gitlab.pass(10);
    await gitlab.api("POST", `${ISSUE}/notes/${note.id}/award_emoji?name=heart`);
    const page = async () => (await gitlab.web("rshah", "/acme/support-ops/audits/-/issues/1")).text;
    expect(await page()).not.toContain("· edited");
    await gitlab.api("PUT", `${ISSUE}/notes/${note.id}`, { body: { body: "two" } });
    expect(await page()).toContain("· edited");
  });
});

describe("emoji", () => {
  it("are refused for what is not there, is not for the reader, or is the activity; only one's own is taken back", async () => {
    const gitlab = await timed();
    const note = (await gitlab.api("POST", `${ISSUE}/notes`, { body: { body: "one", internal: true } })).json;
    await gitlab.api("PUT", ISSUE, { body: { confidential: true } });
    await gitlab.api("PUT", ISSUE, { body: { confidential: false } });
    const [system] = (await gitlab.api("GET", `${ISSUE}/notes?activity_filter=only_activity`)).json;
    const give = async (id: number, token?: string) =>
      (await gitlab.api("POST", `${ISSUE}/notes/${id}/award_emoji?name=heart`, token ? { token } : {})).status;
    expect([await give(1), await give(note.id, GITLAB_TOKENS.guest), await give(system.id)]).toEqual([404, 404, 404]);
    expect(await give(note.id, tokenOf("rshah"))).toBe(201);
    const [award] = (await gitlab.api("GET", `${ISSUE}/notes/${note.id}/award_emoji`)).json;
    expect((await gitlab.api("DELETE", `${ISSUE}/notes/${note.id}/award_emoji/${award.id}`)).status).toBe(401);
  });
});

describe("the discussions listing", () => {
  it("is cut into pages before what the reader may not see is left out, and never gives more than 100", async () => {
    const gitlab = await timed();
    gitlab.change({ do: "set-limit", name: "notes_create", most: 1_000 });
    for (let count = 0; count < 120; count += 1)
      await gitlab.api("POST", `${ISSUE}/notes`, { body: { body: `c${count}`, internal: count % 2 === 0 } });
    const page = (query: string, token?: string) => gitlab.api("GET", `${ISSUE}/discussions?${query}`, token ? { token } : {});
    const all = await page("per_page=500");
    expect([all.json.length, all.headers.get("x-total"), all.headers.get("x-next-page")]).toEqual([100, "120", "2"]);
    expect((await page("per_page=100&page=2")).headers.get("x-next-page")).toBe("");
    const guest = await page("per_page=100", GITLAB_TOKENS.guest);
    expect([guest.json.length, guest.headers.get("x-total")]).toEqual([50, "120"]);
    expect(guest.headers.get("link")).toContain('rel="next"');
  });
});

describe("an issue's updated_at", () => {
  it("moves with comments once a minute at most, and with every change of the issue", async () => {
    const gitlab = await timed();
    const updated = async () => (await gitlab.api("GET", ISSUE)).json.updated_at;
    const before = await updated();
    gitlab.pass(30);
    await gitlab.api("POST", `${ISSUE}/notes`, { body: { body: "soon" } });
    expect(await updated()).toBe(before);
    gitlab.pass(31);
    await gitlab.api("POST", `${ISSUE}/notes`, { body: { body: "later" } });
    const after = await updated();
    expect(after > before).toBe(true);
    gitlab.pass(1);
    await gitlab.api("PUT", ISSUE, { body: { title: "Other" } });
    expect((await updated()) > after).toBe(true);
  });
});

describe("people who act with their own token", () => {
  it("tick through the description, comment, answer, change, delete, close and reopen, each under their name", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ description: "- [ ] one\n- [ ] two" });
    const as = { token: tokenOf("rshah") };
    await gitlab.api("PUT", ISSUE, { ...as, body: { description: "- [ ] one\n- [x] two" } });
    const note = (await gitlab.api("POST", `${ISSUE}/discussions`, { ...as, body: { body: "hello" } })).json;
    const reply = (await gitlab.api("POST", `${ISSUE}/discussions/${note.id}/notes`, { ...as, body: { body: "again" } })).json;
    expect((await gitlab.api("DELETE", `${ISSUE}/notes/${reply.id}`, as)).status).toBe(204);
    expect((await gitlab.api("DELETE", `${ISSUE}/notes/${reply.id}`, as)).status).toBe(404);
    const closed = (await gitlab.api("PUT", ISSUE, { ...as, body: { state_event: "close" } })).json;
    expect(closed).toMatchObject({ state: "closed", closed_by: { username: "rshah" }, closed_at: expect.any(String) });
    const opened = (await gitlab.api("PUT", ISSUE, { ...as, body: { state_event: "reopen" } })).json;
    expect(opened).toMatchObject({ state: "opened", closed_by: null, closed_at: null });
    const { json } = await gitlab.api("GET", `${ISSUE}/discussions`);
    expect(
      json.flatMap((thread: Loose) => thread.notes.map((one: Loose) => [one.author.username, one.system, one.body])),
    ).toEqual([
      ["rshah", true, "marked the checklist item **two** as completed"],
      ["rshah", false, "hello"],
    ]);
    expect((await gitlab.api("PUT", ISSUE, { ...as, body: { state_event: "shut" } })).status).toBe(400);
    expect((await gitlab.api("PUT", ISSUE, { token: GITLAB_TOKENS.guest, body: { state_event: "close" } })).status).toBe(403);
  });

  it("may say no more than sixty things a minute", async () => {
    const gitlab = await timed();
    const say = async (username: string) =>
      gitlab.api("POST", `${ISSUE}/notes`, { token: tokenOf(username), body: { body: "x" } });
    for (let count = 0; count < 60; count += 1) await say("rshah");
    const refused = await say("rshah");
    expect([refused.status, refused.json.message.error]).toEqual([429, expect.stringContaining("too many times")]);
    expect((await say("dwhitfield")).status).toBe(201);
    gitlab.pass(60);
    expect((await say("rshah")).status).toBe(201);
  });

  it("leave their words behind as the ghost's when they are deleted", async () => {
    const gitlab = await timed();
    await gitlab.api("POST", `${ISSUE}/notes`, { token: tokenOf("rshah"), body: { body: "x" } });
    gitlab.change({ do: "delete-user", username: "rshah" });
    const [thread] = (await gitlab.api("GET", `${ISSUE}/discussions`)).json;
    expect(thread.notes[0].author.username).toBe("ghost");
    expect((await gitlab.api("GET", "/user", { token: tokenOf("rshah") })).status).toBe(401);
  });

  it("find a comment of another issue nowhere", async () => {
    const gitlab = await timed();
    await gitlab.issue();
    const note = (await gitlab.api("POST", `${ISSUE}/notes`, { body: { body: "x" } })).json;
    const other = `${AUDITS}/issues/2/notes/${note.id}`;
    const answers = await Promise.all([
      gitlab.api("GET", other),
      gitlab.api("PUT", other, { body: { body: "y" } }),
      gitlab.api("DELETE", other),
      gitlab.api("POST", `${other}/award_emoji?name=thumbsup`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});
