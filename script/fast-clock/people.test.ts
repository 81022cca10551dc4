import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Door } from "../../simulators/people/door.ts";
import { People } from "../../simulators/people/people.ts";
import { RosterFolder } from "../../simulators/people/roster-folder.ts";
import { type Temperament, temperamentOf } from "../../simulators/people/temperaments.ts";
import { ask, decide, escalate, notes, review, unseen } from "../../simulators/people/testing/comments.ts";
import type { Deed } from "../../simulators/people/visit.ts";
import { type Simulators, startSimulators } from "../simulators.ts";

const stranger = "robincastellanos";

/** Mondays, one a test: the simulators' clock goes forward only. */
let monday = Date.parse("2026-11-23T08:00:00Z");
let company: Simulators;
let door: Door;
const folder = mkdtempSync(join(tmpdir(), "rollcall-people-"));

beforeAll(async () => {
  company = await startSimulators(["--folder", folder, "--only", "calendly", "--limit", "100000"]);
  door = new Door(company.control);
});
afterAll(() => {
  company.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Member {
  id: string;
  name: string;
  email: string;
}

let bobby: Member;
beforeEach(async () => {
  monday += 7 * 86_400_000;
  const members = await door.rows<Member>("calendly", "members");
  bobby = members.find(({ name, id }) => name === "Bobby" || id === bobby?.id) ?? bobby;
  await door.change("calendly", { table: "members", set: [{ id: bobby.id, name: "Bobby" }] });
});

async function isFixed(): Promise<boolean> {
  return (await door.rows<Member>("calendly", "members")).find(({ id }) => id === bobby.id)?.name !== "Bobby";
}

const colleagues = () =>
  new RosterFolder(join(folder, "roster")).people().flatMap(({ gitlab, email }) => (gitlab ? [{ ...gitlab, email }] : []));

/** Usernames that are asked nothing by their office, of one temperament. */
function somebody(temperament: Temperament, nth = 0): string {
  const ordinary = colleagues()
    .slice(0, 100)
    .filter(
      ({ username }) => !["danawhitfield", "leeokafor", "robincastellanos"].includes(username) && !username.startsWith("kims"),
    );
  return ordinary.filter(({ username }) => temperamentOf(username) === temperament)[nth]?.username ?? "";
}

/** An issue of Rollcall's, and everybody who may come to it. */
async function opened({
  findings = { F1: `calendly/name-mismatch/account:${bobby.id}` },
  title = "Calendly audit FY27-Q4",
} = {}) {
  const now = new Date(monday).toISOString();
  const people = new People({ ...company, project: company.gitlab.project, now });
  await door.setClock(now);
  // Nobody comes for what was before.
  await door.change("gitlab", { do: "clear-books" });
  const issues = `/projects/${encodeURIComponent(company.gitlab.project)}/issues`;
  const made = (await bot("POST", issues, { title, description: notes(findings) })) as { iid: number };
  const path = `${issues}/${made.iid}`;
  let at = now;
  return {
    /** Rollcall writes, and the people do what they do about it, for so many times they look into their mail. */
    async says(body: string, { looks = 4, thread = "" } = {}): Promise<{ deeds: Deed[]; thread: string }> {
      const posted = (await bot("POST", thread ? `${path}/discussions/${thread}/notes` : `${path}/discussions`, { body })) as {
        id: string;
      };
      const deeds: Deed[] = [];
      for (let look = 0; look < looks; look += 1) {
        await people.hear();
        const next = people.next();
        if (next === null) break;
        at = next > at ? next : at;
        await door.setClock(at);
        deeds.push(...(await people.act(at)));
      }
      monday = Math.max(monday, Date.parse(at));
      return { deeds, thread: thread || posted.id };
    },
    issue: () => bot("GET", path) as Promise<{ state: string; description: string; title: string }>,
    /** What people wrote, as `username: text`; without the one who speaks in any issue, on the second day. */
    async written(): Promise<string[]> {
      const threads = (await bot("GET", `${path}/discussions?per_page=100`)) as {
        notes: { system: boolean; author: { username: string }; body: string }[];
      }[];
      const all = threads.flatMap(({ notes: rows }) => rows.filter(({ system }) => !system));
      return all
        .filter(({ author }) => !author.username.includes("_bot_") && author.username !== stranger)
        .map(({ author, body }) => `${author.username}: ${body}`);
    },
  };
}

async function bot(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { "PRIVATE-TOKEN": company.env.GL_TOKEN ?? "", "content-type": "application/json" };
  const response = await fetch(`${company.gitlab.url}/api/v4${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const isClaim = (line: string) => /: \/rollcall fixed F1/.test(line);

describe("whoever is asked", () => {
  test("and is prompt puts it right on the platform, and says so by the box or a line", async () => {
    const issue = await opened();
    const { deeds } = await issue.says(ask(somebody("prompt"), ["F1"]));
    expect(await isFixed()).toBe(true);
    const isTicked = (await issue.issue()).description.includes("- [x] **F1**");
    expect([isTicked, ...(await issue.written()).map(isClaim)]).toContain(true);
    expect(deeds.filter(({ kind }) => kind !== "intrudes")).toMatchObject([{ kind: "settles", refs: ["F1"] }]);
  });

  test("and explains changes nothing; rejected, they put it right", async () => {
    const issue = await opened();
    const who = somebody("explains");
    await issue.says(ask(who, ["F1"]));
    expect([await isFixed(), await issue.written()]).toEqual([false, [expect.stringMatching(`^${who}: /rollcall explain F1: `)]]);
    await issue.says(ask(who, ["F1"]));
    expect(await isFixed()).toBe(true);
  });

  test("and answers in words of their own writes no command", async () => {
    const issue = await opened();
    const who = somebody("words");
    await issue.says(ask(who, ["F1"]));
    expect([await isFixed(), await issue.written()]).toEqual([false, [expect.stringMatching(`^${who}: Hi, (?!.*/rollcall)`)]]);
  });

  test("and is too early says fixed, and does it once it is said not to be seen", async () => {
    const issue = await opened();
    const { thread } = await issue.says(ask(somebody("early"), ["F1"]));
    expect([await isFixed(), (await issue.written()).some(isClaim)]).toEqual([false, true]);
    await issue.says(unseen(["F1"]), { thread });
    expect(await isFixed()).toBe(true);
  });

  test("and thinks again changes the comment, or takes it back", async () => {
    for (const [temperament, left] of [
      ["edits", [expect.stringMatching(/: \/rollcall fixed F1$/)]],
      ["deletes", []],
    ] as const) {
      const issue = await opened();
      const { deeds } = await issue.says(ask(somebody(temperament), ["F1"]));
      expect(deeds.map(({ kind }) => kind).slice(0, 2)).toEqual(["explains", "changes"]);
      expect([await isFixed(), (await issue.written()).filter((line) => !isClaim(line) || temperament === "edits")]).toEqual([
        true,
        left,
      ]);
      await door.change("calendly", { table: "members", set: [{ id: bobby.id, name: "Bobby" }] });
      monday += 7 * 86_400_000;
    }
  });

  test("and waits for the manager moves when the manager asks by name", async () => {
    const issue = await opened();
    const [who, manager] = [somebody("waits-for-manager"), somebody("prompt", 1)];
    await issue.says(ask(who, ["F1"]));
    expect([await isFixed(), await issue.written()]).toEqual([false, []]);
    await issue.says(escalate([manager, "danawhitfield"], "Somebody", ["F1"]));
    expect(await issue.written()).toContainEqual(`${manager}: @${who}: please see to F1 today.`);
    expect(await isFixed()).toBe(true);
  });

  test("and waits for the ops manager does not move for anybody else", async () => {
    const issue = await opened();
    const [who, manager] = [somebody("waits-for-ops"), somebody("prompt", 1)];
    await issue.says(ask(who, ["F1"]));
    await issue.says(escalate([manager], "Somebody", ["F1"]));
    expect(await isFixed()).toBe(false);
    await issue.says(
      "@danawhitfield: 1 finding of the access audit Calendly FY27-Q4 is still open: they have not.\n\n- **F1** low · x\n",
    );
    expect(await issue.written()).toContainEqual(`danawhitfield: @${who}: please see to F1 today.`);
    expect(await isFixed()).toBe(true);
  });
});

describe("those in charge", () => {
  test("the ops manager asks once more by name, and does a day later what is left", async () => {
    const issue = await opened();
    const told = "@danawhitfield: 1 finding of the access audit Calendly FY27-Q4 is still open.\n\n- **F1** low · x\n";
    await issue.says(ask("stranger.example", ["F1"]), { looks: 0 });
    await issue.says(told, { looks: 1 });
    expect([await isFixed(), await issue.written()]).toEqual([
      false,
      ["danawhitfield: @stranger.example: please see to F1 today."],
    ]);
    await issue.says("Nothing new.");
    expect(await isFixed()).toBe(true);
    expect(await issue.written()).toContainEqual("danawhitfield: /rollcall fixed F1");
  });

  test("the ops manager sees at once to what nobody was asked about", async () => {
    const issue = await opened();
    await issue.says("@danawhitfield: 1 finding of the access audit Calendly FY27-Q4 is still open.\n\n- **F1** low · x\n", {
      looks: 1,
    });
    expect([await isFixed(), await issue.written()]).toEqual([true, ["danawhitfield: /rollcall fixed F1"]]);
  });

  test("the auditor starts the asking, and decides what may be and what may not", async () => {
    const findings = { F1: `calendly/name-mismatch/account:${bobby.id}`, F2: "calendly/unexpected-admin/account:USR1" };
    const issue = await opened({ findings });
    await issue.says(decide("leeokafor", ["F1", "F2"]));
    expect((await issue.issue()).description).toContain("- [x] **Reviewed, start asking**");
    const [said = ""] = await issue.written();
    expect(said).toMatch(/^leeokafor: \/rollcall accept F1 until \d{4}-\d\d-\d\d: .+\n\n\/rollcall reject F2: ./);
  });

  test("the auditor leaves to the ops manager what is explained in PagerDuty", async () => {
    const issue = await opened({ title: "PagerDuty audit FY27-Q4" });
    await issue.says(decide("leeokafor", ["F1"]));
    expect(await issue.written()).toEqual([]);
    await issue.says(decide("danawhitfield", ["F1"]));
    expect(await issue.written()).toEqual([expect.stringMatching(/^danawhitfield: \/rollcall accept F1 /)]);
  });

  test("the reviewer closes the issue, or says so in it", async () => {
    const issue = await opened();
    await issue.says(review("danawhitfield"));
    const { state, title } = await issue.issue();
    const isSaid = (await issue.written()).includes("danawhitfield: /rollcall close");
    expect([state, isSaid]).toEqual(title.length % 2 === 0 ? ["closed", false] : ["opened", true]);
  });

  test("somebody nobody asked decides all the same", async () => {
    const issue = await opened();
    const { deeds } = await issue.says(ask(somebody("waits-for-ops"), ["F1"]));
    expect(deeds).toMatchObject([{ kind: "intrudes", who: "Robin Castellanos" }]);
  });

  test("whoever cannot see an issue gets no mail of it, and does nothing", async () => {
    const issue = await opened();
    const who = somebody("prompt", 3);
    await door.change("gitlab", { do: "drop-member", project: company.gitlab.project, username: who });
    await issue.says(ask(who, ["F1"]));
    expect([await isFixed(), await issue.written()]).toEqual([false, []]);
  });
});
