import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FollowUpReport } from "../model/follow-up-report.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { IssuePeople } from "../testing/issue-people.ts";
import { did, fewChecks } from "../testing/kill.ts";
import { query } from "../testing/query.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany(["--now", new Date().toISOString()]);
const [, fifteen] = servers;
const server = useServer(fifteen);
const people = new IssuePeople(on);

const lee = "lee.okafor@acme.test";
const nextYear = `${new Date().getUTCFullYear() + 1}-12-31`;

/** An audit of the federal system that was started, in a database of its own. */
async function started(env: Record<string, string>): Promise<FollowUpReport> {
  expect((await on.run(["audit", federal], env)).code).toBe(0);
  return round(env, ["--start", federal, "--as", lee]);
}

async function round(env: Record<string, string>, args: string[] = []): Promise<FollowUpReport> {
  const { code, stdout, stderr } = await on.run(["follow-up", "--format", "json", ...args], env);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout) as FollowUpReport;
}

async function onPostgres(): Promise<Record<string, string>> {
  return { DATABASE_URL: await server.database({ empty: true }) };
}

test("people are asked once, in a thread each; what they say is taken, thanked for and decided on", async () => {
  const env = await onPostgres();
  const first = await started(env);
  const asked = first.audits[0]?.made ?? [];
  expect(asked.length).toBeGreaterThan(10);
  expect(new Set(asked.map(({ step, channel }) => `${step} ${channel}`))).toEqual(new Set(["ask issue"]));
  const threads = await people.threads();
  expect(threads).toHaveLength(asked.length + 1);
  expect((await round(env)).audits[0]).toMatchObject({ made: [], taken: [], refused: [] });
  expect(await people.threads()).toHaveLength(threads.length);

  const who = somebody(first);
  const [email = "", ref = ""] = [who?.to[0], who?.refs[0]];
  const username = nameOf(email);
  const ping = await people.ping(username);
  const words = await people.say(username, "I cover for the night shift.", { thread: ping.id });
  const taken = await round(env);
  expect(taken.audits[0]?.taken).toEqual([{ ref, kind: "explain", by: email }]);
  expect(await people.thumbs(words)).toHaveLength(1);
  expect(taken.audits[0]?.made).toMatchObject([{ step: "decide", to: [lee], refs: [ref] }]);

  const own = await people.say(username, `/rollcall accept ${ref} until ${nextYear}: fine by me`);
  await people.say(nameOf(lee), `/rollcall accept ${ref} until ${nextYear}: as agreed`);
  const decided = await round(env);
  expect(decided.audits[0]).toMatchObject({
    taken: [{ ref, kind: "accept", by: lee }],
    refused: [{ by: email, why: [expect.stringContaining("only the auditor and the Support Operations Manager decide")] }],
  });
  expect(await people.thumbs(own)).toEqual([]);
  const { stdout } = await on.run(["findings", federal, "--all", "--format", "csv"], env);
  expect(stdout.split("\n").find((line) => line.includes(`,${ref},`))).toContain(`settled,accepted,`);
});

test("a box ticked by its person is taken with their name; the start box starts", async () => {
  const env = await onPostgres();
  expect((await on.run(["audit", federal], env)).code).toBe(0);
  await people.tick(nameOf(lee), "Reviewed, start asking");
  const first = await round(env);
  expect(first.audits[0]).toMatchObject({ state: "following-up" });
  const one = somebody(first);
  const [email = "", ref = ""] = [one?.to[0], one?.refs[0]];
  await people.tick(nameOf(email), `**${ref}**`);
  expect((await round(env)).audits[0]?.taken).toEqual([{ ref, kind: "fixed", by: email }]);
});

test("two at once on one database ask everybody once", async () => {
  const env = await onPostgres();
  expect((await on.run(["audit", federal], env)).code).toBe(0);
  const start = () => on.run(["follow-up", "--start", federal, "--as", lee, "--format", "json"], env);
  const [one, other] = await Promise.all([start(), start()]);
  expect([one.code, other.code]).toEqual([0, 0]);
  const asked = [one, other].flatMap(({ stdout }) => (JSON.parse(stdout) as FollowUpReport).audits[0]?.made ?? []);
  expect(new Set(asked.map(({ to }) => to.join())).size).toBe(asked.length);
  expect(await people.threads()).toHaveLength(asked.length + 1);
});

test("a tracker that is away for a day owes everything, and then everything is done once", async () => {
  const env = await onPostgres();
  expect((await on.run(["audit", federal], env)).code).toBe(0);
  await on.company.fault({ server: "gitlab", kind: "status", status: 503, method: "POST", headers: { "Retry-After": "0" } });
  for (let hours = 0; hours < 2; hours += 1) {
    const away = await on.run(["follow-up", "--start", federal, "--as", lee], env);
    expect([away.code, away.stderr]).toEqual([3, expect.stringContaining("503")]);
  }
  await on.company.mend();
  const back = await round(env);
  expect(await people.threads()).toHaveLength((back.audits[0]?.made.length ?? 0) + 1);
  expect((await round(env)).audits[0]?.made).toEqual([]);
});

test("what was signed is left alone: a run after it only prints, unless the audit is opened again", async () => {
  const env = await onPostgres();
  const close = ["close", federal, "--as", "dana.whitfield@acme.test"];
  const accept = ["decide", federal, "accept", "F1", "F2", "F3", "until", `${nextYear}:`, "agreed", "--as", lee];
  await did(on, env, [["audit", federal], ["follow-up", "--start", federal, "--as", lee], accept, ["follow-up"], close]);
  const config = on.configured(fewChecks);
  expect(await on.issues()).toMatchObject([{ state: "closed" }]);
  const again = await on.run(["audit", federal, "--format", "json", ...config], env);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("is closed: what was read is printed")]);
  expect(JSON.parse(again.stdout)).toMatchObject({ audits: [{ state: "closed", findings: [{}, {}, {}] }] });
  const looked = (await query(env.DATABASE_URL ?? "", "select count(*) from rollcall.snapshots"))[0];
  expect(looked).toEqual(["1"]);
  expect((await on.run(["audit", federal, "--reopen", ...config], env)).code).toBe(0);
  expect(await on.issues()).toMatchObject([{ state: "opened" }]);
  const status = await on.run(["status", federal, "--format", "json", ...config], env);
  expect(JSON.parse(status.stdout)).toMatchObject({ audits: [{ state: "following-up", counts: { accepted: 3 } }] });
});

test("the database deleted mid-audit is read back from the issue, and nobody is asked twice", async () => {
  const first = await started({});
  const asked = first.audits[0]?.made.length ?? 0;
  const one = somebody(first);
  const [email = "", ref = ""] = [one?.to[0], one?.refs[0]];
  await people.say(nameOf(email), `/rollcall explain ${ref}: night shift`);
  await people.say(nameOf(lee), `/rollcall accept ${ref} until ${nextYear}: as agreed`);
  await people.say(nameOf(email), "/rollcall explian it");
  await round({});
  expect((await on.run(["decide", federal, "explain", "F1:", "known", "--as", lee])).code).toBe(0);
  await round({});
  const before = await people.threads();

  await on.forget();
  const again = await round({});
  expect(again.audits).toMatchObject([{ audit: `${federal}/FY27-Q4`, state: "following-up", made: [] }]);
  const after = await people.threads();
  expect(after).toEqual(before);
  const { stdout } = await on.run(["findings", federal, "--all", "--format", "json"]);
  const standings = new Map(
    (
      JSON.parse(stdout) as { audits: { findings: { ref: string; standing: { is: string; by: string | null } }[] }[] }
    ).audits[0]?.findings.map((finding) => [finding.ref, finding.standing]),
  );
  expect(standings.get(ref)).toMatchObject({ is: "settled", by: "accepted" });
  expect(standings.get("F1")).toMatchObject({ is: "explained" });
  expect(asked).toBeGreaterThan(10);
});

/** Somebody who was asked about one finding. The worst are about people whom the project does not know: they were warned of. */
function somebody(report: FollowUpReport) {
  return report.audits[0]?.made.findLast(({ refs, to }) => refs.length === 1 && to[0] !== lee);
}

/** GitLab username of somebody of the roster. */
function nameOf(email: string): string {
  const folder = join(on.company.folder, "roster");
  const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const entry = files.find((text) => text.includes(`email: ${email}\n`)) ?? "";
  const username = /^gitlab: .*"username":"([^"]+)"/m.exec(entry)?.[1];
  if (!username) throw new Error(`nobody has ${email}`);
  return username;
}
