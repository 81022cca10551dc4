import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { isServed } from "./routes/index.ts";
import { AUDITS, testGitlab } from "./testing/gitlab.ts";

const folder = join(import.meta.dirname, "spec");
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
formats.default(ajv);
for (const file of readdirSync(folder))
  if (file !== "paths.json") ajv.addSchema(JSON.parse(readFileSync(join(folder, file), "utf8")));

function faultsOf(schema: string, value: unknown): string {
  const holds = ajv.validate(`${schema}.json`, value);
  return holds ? "" : ajv.errorsText();
}

describe("shapes of the official document", () => {
  it("tells a wrong shape from a right one", () => {
    expect(faultsOf("template", { name: "x", content: 3 })).toContain("must be string");
    expect(faultsOf("template", { name: "x", content: "", extra: 1 })).toContain("additional properties");
  });

  it("holds for issues, notes, discussions and emoji", async () => {
    const gitlab = await testGitlab();
    const made = await gitlab.issue({
      description: "- [x] a\n- [ ] b",
      labels: "rollcall",
      assignee_ids: [4001],
      due_date: "2026-12-06",
    });
    const path = `${AUDITS}/issues/${made.iid}`;
    const note = await gitlab.api("POST", `${path}/notes`, { body: { body: "hello" } });
    const thread = await gitlab.api("POST", `${path}/discussions`, { body: { body: "a thread" } });
    const reply = await gitlab.api("POST", `${path}/discussions/${thread.json.id}/notes`, { body: { body: "a reply" } });
    const award = await gitlab.api("POST", `${path}/notes/${note.json.id}/award_emoji`, { body: { name: "thumbsup" } });
    const closed = await gitlab.api("PUT", path, { body: { state_event: "close", title: "Other" } });
    const discussions = await gitlab.api("GET", `${path}/discussions`);
    const list = await gitlab.api("GET", `${AUDITS}/issues`);

    for (const issue of [made, closed.json, ...list.json]) expect(faultsOf("issue", issue)).toBe("");
    for (const each of [note.json, reply.json]) expect(faultsOf("note", each)).toBe("");
    for (const each of [thread.json, ...discussions.json]) expect(faultsOf("discussion", each)).toBe("");
    expect(faultsOf("award-emoji", award.json)).toBe("");
    expect(made.task_completion_status).toEqual({ count: 2, completed_count: 1 });
    expect(closed.json).toMatchObject({ state: "closed", closed_by: { username: "project_501_bot_0e1f2a3b4c5d6e7f" } });
  });

  it("holds for projects, members, templates and uploads", async () => {
    const gitlab = await testGitlab();
    const form = new FormData();
    form.set("file", new Blob(["a,b\n"], { type: "text/csv" }), "accounts.csv");

    const project = await gitlab.api("GET", AUDITS);
    const members = await gitlab.api("GET", `${AUDITS}/members/all`);
    const templates = await gitlab.api("GET", `${AUDITS}/templates/issues`);
    const template = await gitlab.api("GET", `${AUDITS}/templates/issues/Zendesk%20Global`);
    const upload = await gitlab.api("POST", `${AUDITS}/uploads`, { form });

    expect(faultsOf("project", project.json)).toBe("");
    expect(members.json.length).toBeGreaterThan(3);
    for (const member of members.json) expect(faultsOf("member", member)).toBe("");
    for (const row of templates.json) expect(faultsOf("template-row", row)).toBe("");
    expect(faultsOf("template", template.json)).toBe("");
    expect(template.json.content).toContain("## Notes");
    expect(faultsOf("upload", upload.json)).toBe("");
  });

  it("serves the document's paths and methods", () => {
    const { paths } = JSON.parse(readFileSync(join(folder, "paths.json"), "utf8")) as {
      paths: Record<string, { method: string }[]>;
    };

    const missing = Object.entries(paths).flatMap(([path, methods]) =>
      methods
        .filter(({ method }) => !isServed(method, path.replaceAll(/\{\w+\}/g, "1")))
        .map(({ method }) => `${method} ${path}`),
    );

    expect(missing).toEqual([]);
  });
});
