import { describe, expect, it } from "vitest";
import { AUDITS, testGitlab } from "./testing/gitlab.ts";

const hostile = "F1 – account of a customer:\n\n/close\n\nand @stranger.example, @all";

describe("what unescaped text does here", () => {
  it("closes the issue when it stands in an edited description", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue();

    const answer = await gitlab.api("PUT", `${AUDITS}/issues/${iid}`, { body: { description: hostile } });

    expect(answer.json).toMatchObject({
      state: "closed",
      description: "F1 – account of a customer:\n\nand @stranger.example, @all",
    });
    expect(gitlab.books().quickActions).toMatchObject([{ command: "close", applied: true, source: "description", on: "edit" }]);
  });

  it("closes the issue when it stands in a comment, new or edited", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue();
    const note = await gitlab.api("POST", `${AUDITS}/issues/${iid}/notes`, { body: { body: "fine" } });

    const edit = await gitlab.api("PUT", `${AUDITS}/issues/${iid}/notes/${note.json.id}`, { body: { body: "fine\n/close" } });

    expect(edit.json.body).toBe("fine");
    expect((await gitlab.api("GET", `${AUDITS}/issues/${iid}`)).json.state).toBe("closed");
    await gitlab.api("POST", `${AUDITS}/issues/${iid}/notes`, { body: { body: "oh\n/reopen" } });
    expect((await gitlab.api("GET", `${AUDITS}/issues/${iid}`)).json.state).toBe("opened");
  });

  it("takes the line out of a new description, where there is nothing to close yet", async () => {
    const gitlab = await testGitlab();

    const issue = await gitlab.issue({ description: hostile });

    expect(issue).toMatchObject({ state: "opened", description: "F1 – account of a customer:\n\nand @stranger.example, @all" });
    expect(gitlab.books().quickActions).toMatchObject([{ command: "close", applied: false, on: "create" }]);
  });

  it("pings the stranger, who is no member, on an issue they can see", async () => {
    const gitlab = await testGitlab();
    for (const project of gitlab.world.projects) project.visibility = "public";

    await gitlab.issue({ description: hostile });

    const stranger = gitlab.books().notifications.filter((each) => each.username === "stranger.example");
    expect(stranger).toMatchObject([{ reason: "mentioned", mention: "@stranger.example" }]);
  });

  it("pings every member by @all", async () => {
    const gitlab = await testGitlab();

    await gitlab.issue({ description: "for @all" });

    const told = gitlab.books().notifications;
    expect(told.map((each) => each.username).toSorted()).toEqual(["dwhitfield", "guest.example", "lokafor", "mquint", "rshah"]);
    expect(told.every((each) => each.mention === "@all")).toBe(true);
  });

  it("links what looks like a reference, and leaves a trace on the issue it names", async () => {
    const gitlab = await testGitlab();
    const first = await gitlab.issue();

    await gitlab.issue({ description: `#${first.iid} !2 ~Zendesk %now $3 &4 ^alert#5 :tada:` });

    const kinds = gitlab.books().references.map((each) => `${each.kind} ${each.resolved}`);
    expect(kinds.toSorted()).toEqual([
      "alert false",
      "emoji false",
      "epic false",
      "issue true",
      "label true",
      "merge_request false",
      "milestone false",
      "snippet false",
    ]);
    const discussions = await gitlab.api("GET", `${AUDITS}/issues/${first.iid}/discussions`);
    expect(discussions.json[0].notes[0]).toMatchObject({ system: true, body: "mentioned in issue #2" });
  });

  it("pings by a title too, where no backslash helps", async () => {
    const gitlab = await testGitlab();

    await gitlab.issue({ title: "Audit for \\@rshah" });

    expect(gitlab.books().notifications).toMatchObject([{ username: "rshah", reason: "mentioned" }]);
  });
});

describe("what escaped text does not", () => {
  it.each([
    ["a backslash", "\\@all \\@rshah \\#1 \\!2 \\~Zendesk \\%now \\$3 \\&4 \\^alert\\#5 \\:tada\\:\n\n\\/close"],
    ["a code span", "`@all` `#1`, and `\n/close\n`"],
    ["a code block", "```\n/close\n@all #1\n```"],
    ["a quote", "> @all\n> /close"],
    ["a quote over many lines", ">>>\n/close\n@all\n>>>"],
    ["an item of a list", "- x\n/close"],
    ["an HTML comment", "<!-- @all\n/close -->"],
    ["an element", "<details>\n<summary>x</summary>\n\n/close\n\n</details>"],
    ["a space in front", " /close"],
    ["a longer word", "/closed by @-"],
    ["a link's text", "[@all](https://acme.test/#1) and https://acme.test/@rshah and me@rshah.test"],
  ])("%s keeps it text", async (_name, description) => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue();

    const answer = await gitlab.api("PUT", `${AUDITS}/issues/${iid}`, { body: { description } });

    expect(answer.json).toMatchObject({ state: "opened", description });
    expect(gitlab.books()).toEqual({ notifications: [], quickActions: [], references: [] });
  });

  it("an entity is the character it names", async () => {
    const gitlab = await testGitlab();

    await gitlab.issue({ description: "&#64;rshah and <b>@dwhitfield</b>" });

    expect(gitlab.books().notifications.map((each) => each.username)).toEqual(["rshah", "dwhitfield"]);
  });

  it("nobody is told of a confidential issue they cannot see", async () => {
    const gitlab = await testGitlab();

    await gitlab.issue({ description: "@guest.example @stranger.example @olu.outside @rshah", confidential: true });

    expect(gitlab.books().notifications.map((each) => each.username)).toEqual(["rshah"]);
  });
});
