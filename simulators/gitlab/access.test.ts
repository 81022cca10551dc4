import { describe, expect, it } from "vitest";
import { GITLAB_TOKENS } from "../company/gitlab.ts";
import { AUDITS, testGitlab, tokenOf } from "./testing/gitlab.ts";

describe("tokens", () => {
  it("are taken as PRIVATE-TOKEN and as Bearer, and refused where they do not work", async () => {
    const gitlab = await testGitlab();
    const bearer = await fetch(`${gitlab.url}/api/v4/user`, { headers: { authorization: `Bearer ${GITLAB_TOKENS.bot}` } });
    gitlab.change({ do: "revoke-token", value: GITLAB_TOKENS.guest });

    expect(bearer.status).toBe(200);
    expect((await gitlab.api("GET", "/user", { token: null })).json).toEqual({ message: "401 Unauthorized" });
    expect((await gitlab.api("GET", "/user", { token: "glpat-example-wrong" })).status).toBe(401);
    const revoked = await gitlab.api("GET", "/user", { token: GITLAB_TOKENS.guest });
    expect(revoked.json).toMatchObject({ error: "invalid_token", error_description: expect.stringContaining("revoked") });
  });

  it("with read_api only read", async () => {
    const gitlab = await testGitlab();
    const token = GITLAB_TOKENS.readOnly;

    expect((await gitlab.api("GET", `${AUDITS}/issues`, { token })).status).toBe(200);
    const refused = await gitlab.api("POST", `${AUDITS}/issues`, { token, body: { title: "x" } });
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({ error: "insufficient_scope", scope: "api" });
  });
});

describe("a private project", () => {
  it("is not found by who may not see it", async () => {
    const gitlab = await testGitlab();

    for (const token of [null, tokenOf("stranger.example"), tokenOf("olu.outside")]) {
      const refused = await gitlab.api("GET", AUDITS, { token });
      expect([refused.status, refused.json]).toEqual([404, { message: "404 Project Not Found" }]);
    }
  });

  it("answers 301 by a former path, and 405 to writes there", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    gitlab.change({ do: "rename-project", project: "acme/support-ops/audits", path: "acme/support-ops/access-audits" });

    const moved = await gitlab.api("GET", `${AUDITS}/issues?state=opened`);
    const write = await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: { title: "x" } });

    expect([moved.status, moved.headers.get("location")]).toEqual([301, `${gitlab.url}/api/v4/projects/501/issues?state=opened`]);
    expect([write.status, write.json.message]).toEqual([405, "Non GET methods are not allowed for moved projects"]);
  });

  it("with issues off lists none, finds none and takes none", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue();
    gitlab.change({ do: "set-issues-enabled", project: "acme/support-ops/audits", enabled: false });

    expect((await gitlab.api("GET", `${AUDITS}/issues`)).json).toEqual([]);
    expect((await gitlab.api("GET", `${AUDITS}/issues/1`)).status).toBe(404);
    expect((await gitlab.api("POST", `${AUDITS}/issues`, { body: { title: "x" } })).status).toBe(403);
  });

  it("forgets a template and a member", async () => {
    const gitlab = await testGitlab();
    gitlab.change({ do: "remove-template", project: "acme/support-ops/audits", name: "Zendesk Global" });
    gitlab.change({ do: "drop-member", project: "acme/support-ops/audits", username: "rshah" });

    const template = await gitlab.api("GET", `${AUDITS}/templates/issues/Zendesk%20Global`);
    expect([template.status, template.json.message]).toEqual([404, "404 Template Not Found"]);
    expect((await gitlab.api("GET", AUDITS, { token: tokenOf("rshah") })).status).toBe(404);
  });
});

describe("confidential issues", () => {
  it("are there for reporters, their author and assignee, and for nobody else", async () => {
    const gitlab = await testGitlab();
    await gitlab.issue({ confidential: true });
    const own = await gitlab.api("POST", `${AUDITS}/issues`, {
      body: { title: "mine", confidential: true },
      token: GITLAB_TOKENS.guest,
    });

    const seen = async (token: string, iid: number) => (await gitlab.api("GET", `${AUDITS}/issues/${iid}`, { token })).status;
    expect(await seen(tokenOf("rshah"), 1)).toBe(200);
    expect(await seen(GITLAB_TOKENS.guest, 1)).toBe(404);
    expect(await seen(GITLAB_TOKENS.guest, own.json.iid)).toBe(200);
    const list = await gitlab.api("GET", `${AUDITS}/issues`, { token: GITLAB_TOKENS.guest });
    expect(list.json.map((issue: { title: string }) => issue.title)).toEqual(["mine"]);
  });
});

describe("what a guest may", () => {
  it("is to write issues and comments, not to change others' issues", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue();
    const token = GITLAB_TOKENS.guest;

    const comment = await gitlab.api("POST", `${AUDITS}/issues/${iid}/notes`, { token, body: { body: "hi\n/close" } });
    const change = await gitlab.api("PUT", `${AUDITS}/issues/${iid}`, { token, body: { title: "x" } });
    const label = await gitlab.api("POST", `${AUDITS}/labels`, { token, body: { name: "x", color: "#fff" } });

    expect(comment.json.body).toBe("hi");
    expect((await gitlab.api("GET", `${AUDITS}/issues/${iid}`)).json.state).toBe("opened");
    expect([change.status, change.json]).toEqual([403, { message: "403 Forbidden" }]);
    expect(label.status).toBe(403);
  });

  it("makes no new labels by using them, and cannot relabel what is their own", async () => {
    const gitlab = await testGitlab();
    const token = GITLAB_TOKENS.guest;
    const made = await gitlab.api("POST", `${AUDITS}/issues`, { token, body: { title: "x", labels: "rollcall,new one" } });

    const changed = await gitlab.api("PUT", `${AUDITS}/issues/${made.json.iid}`, {
      token,
      body: { title: "y", labels: "Zendesk" },
    });

    expect(made.json.labels).toEqual(["rollcall"]);
    expect([changed.status, changed.json.title, changed.json.labels]).toEqual([200, "y", ["rollcall"]]);
  });
});

describe("rate limits", () => {
  it("say what is left until the minute ends, then answer text/plain", async () => {
    const gitlab = await testGitlab();
    const first = await gitlab.api("GET", "/user");
    gitlab.change({ do: "set-limit", name: "authenticated_api", most: 2 });
    await gitlab.api("GET", "/user");

    const refused = await gitlab.api("GET", "/user");

    expect(
      Object.fromEntries(
        ["limit", "observed", "remaining", "reset"].map((name) => [name, first.headers.get(`ratelimit-${name}`)]),
      ),
    ).toEqual({
      limit: "2000",
      observed: "1",
      remaining: "1999",
      reset: String(Date.parse("2026-11-22T12:01:00Z") / 1000),
    });
    expect([refused.status, refused.headers.get("content-type"), refused.headers.get("retry-after")]).toEqual([
      429,
      "text/plain",
      "55",
    ]);
    expect(refused.headers.get("ratelimit-resettime")).toBe("Sun, 22 Nov 2026 12:01:00 GMT");
  });

  it("let 60 comments a minute through, then answer JSON without a wait", async () => {
    const gitlab = await testGitlab();
    const { iid } = await gitlab.issue();
    const comment = () => gitlab.api("POST", `${AUDITS}/issues/${iid}/notes`, { body: { body: "x" } });
    const statuses = new Set<number>();
    for (let count = 0; count < 60; count += 1) statuses.add((await comment()).status);

    const refused = await comment();

    expect([...statuses]).toEqual([201]);
    expect(refused.status).toBe(429);
    expect(refused.json.message.error).toContain("requested too many times");
    expect(refused.headers.get("retry-after")).toBeNull();
  });
});
