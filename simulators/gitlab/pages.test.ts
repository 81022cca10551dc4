import { describe, expect, it } from "vitest";
import { ABORTED, renderMarkdown } from "./markdown.ts";
import { AUDITS, testGitlab, tokenOf } from "./testing/gitlab.ts";

const render = (source: string) => renderMarkdown(source, { uploadsBase: "/-/project/501", tickable: true, noteId: null });

describe("rendering", () => {
  it.each([
    ["<script>alert(1)</script>", /^<p>alert\(1\)<\/p>|^\s*$/],
    ["<b onclick=x>bold</b>", /<b>bold<\/b>/],
    ['<a href="javascript:x()">x</a>', /<a>x<\/a>/],
    ['<a href="&#106;avascript:x()">x</a>', /<a>x<\/a>/],
    ["a <!-- hidden --> b", /a {2}b/],
    ["</div></main><form>", /^$|^<p><\/p>/],
    ["<details><summary>s</summary>\n\nin\n\n</details>", /<details><summary>s<\/summary>\s+<p>in<\/p>\s+<\/details>/],
    ["<div><b>left open", /left open<\/b><\/div>/],
    ["| a |\n|---|\n| b |", /<td>b<\/td>/],
    ["- [x] done", /<input type="checkbox"[^>]* checked>/],
    ["[f](/uploads/abc/f.csv)", /href="\/-\/project\/501\/uploads\/abc\/f\.csv"/],
  ])("%s", (source, expected) => {
    const html = render(source);

    expect(html.trim()).toMatch(expected);
    expect(html).not.toMatch(/<script|onclick|javascript:|<form/i);
  });

  it("stops at over-large pages", () => {
    const rows = (count: number) => `| a |\n|---|\n${"| x |\n".repeat(count)}`;

    expect(render(rows(499))).toContain("<td>x</td>");
    expect(render(rows(500)) === ABORTED).toBe(true);
    expect(render('"'.repeat(1_000_000)) === ABORTED).toBe(true);
  });
});

describe("pages", () => {
  it("show the issue with its state, labels, boxes, threads and hostile names as text", async () => {
    const gitlab = await testGitlab({ signedInAs: "lokafor" });
    const description = "- [ ] box for <script>alert(1)</script>\n\n| a | b |\n|---|---|\n| c | d |";
    await gitlab.issue({
      title: "Audit <i>1</i>",
      description,
      labels: "rollcall",
      confidential: true,
      due_date: "2026-12-06",
      assignee_ids: [4001],
    });
    await gitlab.api("POST", `${AUDITS}/issues/1/discussions`, { body: { body: "a **thread**" } });
    await gitlab.web("rshah", "/acme/support-ops/audits/-/issues/1/tick", { line: 1, checked: true });

    const answer = await fetch(`${gitlab.url}/acme/support-ops/audits/-/issues/1`);
    const page = await answer.text();

    for (const text of [
      "Audit &#60;i&#62;1",
      "Open",
      "Confidential",
      "rollcall",
      "2026-12-06",
      "Lee Okafor",
      "<td>c</td>",
      "<strong>thread</strong>",
    ]) {
      expect(page).toContain(text);
    }
    expect(page).toMatch(/data-line="1"[^>]* checked>/);
    expect(page).toContain("marked the checklist item");
    expect(page).not.toContain("<script>alert");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await (await fetch(`${gitlab.url}/acme/support-ops/audits/-/issues`)).text()).toContain("/-/issues/1");
  });

  it("send who is not signed in to sign in, and find nothing for who may not see it", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();

    const nobody = await fetch(`${gitlab.url}/acme/support-ops/audits/-/issues/1`, { redirect: "manual" });

    expect([nobody.status, nobody.headers.get("location")]).toEqual([302, "/users/sign_in"]);
    expect((await gitlab.web("stranger.example", "/acme/support-ops/audits/-/issues/1")).status).toBe(404);
  });
});

describe("signing in", () => {
  it("with a token opens the projects it may see, and a form acts as that person", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    const form = (fields: Record<string, string>, headers = {}): RequestInit => ({
      method: "POST",
      headers,
      body: new URLSearchParams(fields),
      redirect: "manual",
    });

    const signedIn = await fetch(`${gitlab.url}/users/sign_in`, form({ token: tokenOf("rshah") }));
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const home = await fetch(`${gitlab.url}/`, { headers: { cookie } });
    const comment = await fetch(
      `${gitlab.url}/acme/support-ops/audits/-/issues/1/comment`,
      form({ body: "by hand" }, { cookie }),
    );

    expect([signedIn.status, home.status, home.url]).toEqual([302, 200, `${gitlab.url}/acme/support-ops/audits/-/issues`]);
    expect([comment.status, comment.headers.get("location")]).toEqual([303, "/acme/support-ops/audits/-/issues/1"]);
    const [note] = (await gitlab.api("GET", `${AUDITS}/issues/1/notes`)).json;
    expect([note.body, note.author.username]).toEqual(["by hand", "rshah"]);
    expect((await fetch(`${gitlab.url}/users/sign_in`, form({ token: "glpat-example-wrong" }))).status).toBe(401);
  });
});

describe("uploads", () => {
  it("are kept under a safe name and served to members", async () => {
    const gitlab = await testGitlab();
    const form = new FormData();
    form.set("file", new Blob(["id,name\n1,Dana\n"], { type: "text/csv" }), "../Zendesk accounts (1).csv");

    const made = await gitlab.api("POST", `${AUDITS}/uploads`, { form });

    expect(made.status).toBe(201);
    expect(made.json.markdown).toBe(`[Zendesk_accounts__1_.csv](${made.json.url})`);
    const file = await gitlab.web("rshah", made.json.full_path);
    expect([file.status, file.text, file.headers.get("content-disposition")]).toEqual([
      200,
      "id,name\n1,Dana\n",
      'attachment; filename="Zendesk_accounts__1_.csv"',
    ]);
    expect((await gitlab.web("stranger.example", made.json.full_path)).status).toBe(404);
    expect((await gitlab.api("GET", `/projects/501${made.json.url}`)).text).toContain("Dana");
  });

  it("without a file are refused", async () => {
    const gitlab = await testGitlab();

    expect((await gitlab.api("POST", `${AUDITS}/uploads`, { body: {} })).json).toEqual({ error: "file is missing" });
  });
});
