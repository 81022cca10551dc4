import { expect, test } from "vitest";
import { auditor, signal, useGitlab, write } from "./testing/use-gitlab.ts";

const on = useGitlab();

test.each([
  ["missing", "acme/support-ops/nowhere"],
  ["out of sight", "acme/federal/secret"],
])("project %s: the configuration must change, and it is named", async (_, project) => {
  const tracker = on.gitlab.tracker({ project });
  const refused = { actor: "configuration", message: expect.stringContaining(project) };
  await expect(tracker.find(on.auditId, signal)).rejects.toMatchObject(refused);
  await expect(tracker.publish(on.draft(), write, signal)).rejects.toMatchObject(refused);
  expect(await tracker.probe(signal)).toMatchObject({ ok: false, message: expect.stringContaining(project) });
});

test("issues switched off: the configuration must change", async () => {
  await on.gitlab.change({ do: "set-issues-enabled", enabled: false });
  const refusal = on.gitlab.tracker().publish(on.draft(), write, signal);
  await expect(refusal).rejects.toMatchObject({ actor: "configuration", message: expect.stringContaining("switched off") });
  await on.gitlab.change({ do: "set-issues-enabled", enabled: true });
});

test("a wrong token: the credentials must change, and the token shows nowhere", async () => {
  const tracker = on.gitlab.tracker({ token: "glpat-example-wrong" });
  const error = await tracker.publish(on.draft(), write, signal).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ actor: "credentials", message: expect.stringContaining("401") });
  const probe = await tracker.probe(signal);
  expect(probe).toMatchObject({ ok: false, message: expect.stringContaining("401") });
  expect(JSON.stringify([String(error), probe])).not.toContain("glpat-example-wrong");
});

test("a token that reads only: the scope is named, by the probe and by the write", async () => {
  const tokenOf = { username: "project_501_bot_0e1f2a3b4c5d6e7f", scope: "read_api" };
  const tracker = on.gitlab.tracker({ token: on.gitlab.token(tokenOf) });
  expect(await tracker.probe(signal)).toMatchObject({
    ok: false,
    message: expect.stringContaining("read_api"),
    fix: expect.stringContaining("api"),
  });
  await expect(tracker.publish(on.draft(), write, signal)).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining("lacks the scope api"),
  });
  expect(await on.ours()).toEqual([]);
});

test("the probe says who we are; a guest is told what is missing", async () => {
  const probe = await on.gitlab.tracker().probe(signal);
  expect(probe).toMatchObject({
    ok: true,
    message: expect.stringMatching(/^signed in as project_501_bot_\w+, project acme\/support-ops\/audits/),
  });
  const guest = on.gitlab.tracker({ token: on.gitlab.token({ username: "guest.example" }) });
  expect(await guest.probe(signal)).toMatchObject({ ok: false, fix: expect.stringContaining("Reporter") });
});

test("absentees: whoever has no username, is no member, or is a guest where issues are confidential", async () => {
  const person = (gitlabName: string | null) => ({
    email: `${gitlabName}@acme.test`,
    name: gitlabName,
    gitlab: gitlabName,
    slack: null,
  });
  const contacts = ["LeeOkafor", "guest.example", "stranger.example", null].map(person);
  const names = async (confidential: boolean) =>
    (await on.gitlab.tracker({ confidential }).absentees(contacts, signal)).map(({ gitlab: name }) => name);
  expect(await names(true)).toEqual(["guest.example", "stranger.example", null]);
  expect(await names(false)).toEqual(["stranger.example", null]);
});

test("the members are listed once, however often they are asked about", async () => {
  const tracker = on.gitlab.tracker();
  const contacts = [{ email: "lee.okafor@acme.test", name: null, gitlab: auditor, slack: null }];
  await tracker.absentees(contacts, signal);
  await on.gitlab.clear();
  await tracker.absentees(contacts, signal);
  await tracker.publish({ ...on.draft(), assignee: contacts[0] ?? null }, write, signal);
  expect((await on.gitlab.books()).requests.filter((line) => line.includes("/members/"))).toEqual([]);
});

test("an assignee who is no member is said", async () => {
  const assignee = { email: "sam@example.test", name: "Sam Stranger", gitlab: "stranger.example", slack: null };
  const made = await on.gitlab.tracker().publish({ ...on.draft(), assignee }, write, signal);
  expect(made.warnings).toContainEqual(expect.stringMatching(/assigned to nobody: Sam Stranger/));
});

test("an interrupted run ends as one", async () => {
  const abort = AbortSignal.abort();
  await expect(on.gitlab.tracker().publish(on.draft(), write, abort)).rejects.toMatchObject({ actor: "interrupted" });
  await expect(on.gitlab.tracker().probe(abort)).rejects.toMatchObject({ actor: "interrupted" });
});
