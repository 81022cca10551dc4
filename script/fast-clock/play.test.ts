import { expect, test } from "vitest";
import type { Deed } from "../../simulators/people/visit.ts";
import type { FollowedAudit } from "../../src/model/follow-up-report.ts";
import { type Actors, play, type Stage } from "./play.ts";
import { storyteller } from "./story.ts";

const start = "2026-11-23T08:00:00.000Z";

function followed(given: Partial<FollowedAudit> = {}): FollowedAudit {
  const issue = { url: "http://127.0.0.1:1/acme/audits/-/issues/2", iid: 2 };
  return {
    audit: "calendly/FY27-Q4",
    name: "Calendly",
    state: "following-up",
    issue,
    made: [],
    taken: [],
    refused: [],
    next: null,
    ...given,
  };
}

function deed(at: string): Deed {
  const issue = { project: "acme/audits", iid: 2, title: "Calendly audit FY27-Q4" };
  return { at, who: "Dana Whitfield", kind: "settles", did: "puts right", refs: ["F1"], issue };
}

/** A stage on which everything is noted. @param rounds what each `follow-up` answers, by the time it is asked at; else nothing new */
function stage(rounds: Record<string, FollowedAudit>, { acts = [] as string[], code = 0 } = {}) {
  const commands: string[] = [];
  const clock: string[] = [];
  const told: string[] = [];
  let last = followed();
  const actors: Actors = {
    hear: async () => {},
    next: () => acts[0] ?? null,
    act: async (now) => (acts[0] !== undefined && acts[0] <= now ? [deed(acts.shift() ?? "")] : []),
  };
  const of: Stage = {
    start,
    days: 3,
    actors,
    setClock: async (now) => void clock.push(now),
    tell: storyteller({ write: (text) => void told.push(text), width: 80, colour: false }, new Map()),
    run: async (args) => {
      const now = args[args.indexOf("--now") + 1] ?? "";
      commands.push(`${now.slice(8, 16)} ${args.slice(0, args.indexOf("--format")).join(" ")}`);
      last = rounds[now] ?? last;
      const audits = args[0] === "follow-up" ? [last] : [];
      return { code, stdout: JSON.stringify({ audits }), stderr: "error: the tracker is away\n" };
    },
  };
  return { of, commands, clock, told };
}

test("it jumps from one due time to the next: whoever acts first, be it people, the night or Rollcall", async () => {
  const rounds = {
    [start]: followed({ state: "draft", next: "2026-11-23T20:00:00Z" }),
    "2026-11-23T20:00:00.000Z": followed({ next: "2026-11-24T15:00:00+01:00" }),
    "2026-11-24T14:00:00.000Z": followed({ state: "closed" }),
  };
  const { of, commands, clock } = stage(rounds, { acts: ["2026-11-23T10:00:00.000Z"] });
  const played = await play(of);
  expect(commands).toEqual([
    "23T08:00 audit",
    "23T08:00 follow-up",
    "23T10:00 follow-up calendly/FY27-Q4",
    "23T20:00 follow-up calendly/FY27-Q4",
    "24T02:00 recheck",
    "24T02:00 follow-up",
    "24T14:00 follow-up calendly/FY27-Q4",
  ]);
  expect(clock).toEqual([...clock].sort());
  expect([played.startedAt.get("calendly/FY27-Q4"), played.endedAt.get("calendly/FY27-Q4")]).toEqual([
    "2026-11-23T20:00:00.000Z",
    "2026-11-24T14:00:00.000Z",
  ]);
});

test("what stays due is tried again at the next moment, and in the end it gives up", async () => {
  const { of, commands } = stage({ [start]: followed({ next: start }) }, {});
  const played = await play(of);
  expect(commands.filter((line) => line.includes("recheck"))).toEqual([
    "24T02:00 recheck",
    "25T02:00 recheck",
    "26T02:00 recheck",
  ]);
  expect(played.audits.map(({ state }) => state)).toEqual(["following-up"]);
});

test("a command that fails is told, and the story goes on", async () => {
  const { of, told } = stage({ [start]: followed({ state: "closed" }) }, { code: 3 });
  await play(of);
  expect(told.join("").replace(/\s+/g, " ")).toContain("rollcall audit ended with 3: error: the tracker is away");
});

test("the story names the day once, wraps at the width, and colours nothing but a terminal", async () => {
  const made = [
    {
      step: "ask",
      to: ["a@acme.test", "b@acme.test", "c@acme.test"],
      refs: ["F1", "F2"],
      channel: "issue",
      sent: "yes",
      where: null,
      remarks: [],
    },
  ] as FollowedAudit["made"];
  const why = ["F1: head@acme.test may not accept it: only the auditor and the Support Operations Manager decide."];
  const rounds = { [start]: followed({ made, refused: [{ by: null, why }], state: "closed" }) };
  const { of, told } = stage(rounds);
  await play(of);
  const text = told.join("");
  expect(text.match(/Day 1 · Monday 23 November/g)).toHaveLength(1);
  expect(text).toContain("Calendly              Rollcall asks 3 people about 2 findings");
  expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(text).not.toContain("\u001b");
});
