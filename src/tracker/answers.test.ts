import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Command } from "../model/answer.ts";
import { hostileText } from "../reports/testing/hostile.ts";
import { shortText } from "../reports/text.ts";
import { parseCommand, parseComment, printCommand } from "./answers.ts";

const explain = { verb: "explain", refs: ["F12"], reason: "on-call cover" };

describe("a command", () => {
  test.each<[string, Command]>([
    ["/rollcall fixed F12", { verb: "fixed", refs: ["F12"], reason: null }],
    ["/rollcall roster F12", { verb: "roster", refs: ["F12"], reason: null }],
    ["/rollcall explain F12: on-call cover", { verb: "explain", refs: ["F12"], reason: "on-call cover" }],
    ["/rollcall accept F12 until 2027-03-01: reason", { verb: "accept", refs: ["F12"], until: "2027-03-01", reason: "reason" }],
    ["/rollcall reject F12: reason", { verb: "reject", refs: ["F12"], reason: "reason" }],
    ["/rollcall reopen F12: reason", { verb: "reopen", refs: ["F12"], reason: "reason" }],
    ["/rollcall close", { verb: "close", reason: null }],
    ["/rollcall close: the groups could not be read", { verb: "close", reason: "the groups could not be read" }],
    ["/rollcall fixed F1 F2, F7", { verb: "fixed", refs: ["F1", "F2", "F7"], reason: null }],
    ["/rollcall fixed F1,F2;F7 and F8 & f9,", { verb: "fixed", refs: ["F1", "F2", "F7", "F8", "F9"], reason: null }],
    ["/rollcall fixed F1 F1 f1", { verb: "fixed", refs: ["F1"], reason: null }],
    ["  /ROLLCALL   Explain\tf12 :   on-call   cover  ", { verb: "explain", refs: ["F12"], reason: "on-call cover" }],
    ["/rollcall explain: F12: on-call: cover", { verb: "explain", refs: ["F12"], reason: "on-call: cover" }],
    ["/rollcall explain F12：on-call", { verb: "explain", refs: ["F12"], reason: "on-call" }],
    [
      "/rollcall accept F1, F2, until: 2027-03-01 : ok",
      { verb: "accept", refs: ["F1", "F2"], until: "2027-03-01", reason: "ok" },
    ],
    ["/rollcall fixed F12: took the role away", { verb: "fixed", refs: ["F12"], reason: "took the role away" }],
    ["fixed F12", { verb: "fixed", refs: ["F12"], reason: null }],
  ])("%s", (text, command) => {
    expect(parseCommand(text)).toEqual({ command, problem: null });
  });

  test.each([
    ["/rollcall", "After /rollcall must come what to do: fixed, roster, explain, accept, reject, reopen or close."],
    ["/rollcall fxied F12", "“fxied” is nothing Rollcall can do: did you mean “/rollcall fixed F12”?"],
    [
      "/rollcall assign @dana",
      "“assign” is nothing Rollcall can do: it knows fixed, roster, explain, accept, reject, reopen or close.",
    ],
    ["/rollcall fixed", "No finding is named: write “/rollcall fixed F12”."],
    ["/rollcall fixed 12", "“12” names no finding: write “/rollcall fixed F12”."],
    ["/rollcall fixed F0", "“F0” names no finding: write “/rollcall fixed F12”."],
    ["/rollcall explain F12", /takes a reason behind a colon: write “\/rollcall explain F12: why/],
    ["/rollcall explain F12: ", /takes a reason behind a colon/],
    ["/rollcall explain F12 on-call", /^“on-call” is neither a finding nor a reason: refs look like F12/],
    ["/rollcall fixed F12 13", /^“13” is neither a finding nor a reason/],
    ["/rollcall fixed F12 F13x", /^“F13x” is neither a finding nor a reason/],
    ["/rollcall accept F12: fine", "To accept takes a last day: write “/rollcall accept F12 until 2027-03-01: why it may stay”."],
    ["/rollcall accept F12 until 2027-03-01", /^To accept takes a reason behind a colon/],
    ["/rollcall accept F12 until 01.03.2027: ok", "“01.03.2027” is no day of the calendar: write the last day as 2027-03-01."],
    ["/rollcall accept F12 until 2027-02-29: ok", "“2027-02-29” is no day of the calendar: write the last day as 2027-03-01."],
    ["/rollcall accept F12 until Christmas: ok", /^“Christmas” is no day of the calendar/],
    ["/rollcall accept F12 until 2027-03-01 because", /^“because” is neither a finding nor a reason/],
    ["/rollcall close F12", /^Close is about the whole audit/],
  ])("%s is told why it is none", (text, sentence) => {
    const { command, problem } = parseCommand(text);
    expect(command).toBeNull();
    expect(problem).toMatch(sentence);
  });
});

describe("a comment", () => {
  it("may hold several commands, and says each wrong one by itself", () => {
    const { commands, problems, words } = parseComment(
      "Hi!\r\n/rollcall fixed F1\r\n/rollcall explain F2\r\n\n /rollcall roster F3\nThanks",
    );
    expect(commands.map(printCommand)).toEqual(["/rollcall fixed F1", "/rollcall roster F3"]);
    expect(problems).toHaveLength(1);
    expect(words).toBeNull();
  });

  test.each([
    ["in the middle of a line", "please /rollcall fixed F1"],
    ["as an item", "- /rollcall fixed F1"],
    ["in a quote", "> /rollcall fixed F1"],
    ["in GitLab's long quote", ">>>\n/rollcall fixed F1\n>>>"],
    ["in a fence", "```\n/rollcall fixed F1\n```"],
    ["in a fence with tildes and a language", "~~~ text\n/rollcall fixed F1\n```\n~~~"],
    ["in a fence that is not closed", "```\n/rollcall fixed F1"],
    ["in indented code", "Like this:\n\n    /rollcall fixed F1"],
    ["after a tab", "\t/rollcall fixed F1"],
    ["in inline code", "`/rollcall fixed F1`"],
    ["in inline code over lines", "So ``a\n/rollcall fixed F1`` b"],
    ["in a comment", "<!--\n/rollcall fixed F1\n-->"],
    ["in a comment within a paragraph", "a <!--\n/rollcall fixed F1\n-->"],
    ["in preformatted text", "<pre>\n/rollcall fixed F1\n</pre>"],
    ["as part of a longer word", "/rollcalls fixed F1\n/rollcall-x fixed F1\n/rollcall/fixed F1"],
  ])("%s is no command", (_, body) => {
    expect(parseComment(body)).toMatchObject({ commands: [], problems: [] });
  });

  test.each([
    ["behind a quote", "> are you sure?\n/rollcall fixed F1"],
    ["behind a fence", "```\ncode\n```\n/rollcall fixed F1"],
    ["behind a comment", "<!-- a -->\n/rollcall fixed F1"],
    ["behind GitLab's long quote", ">>>\nquoted\n>>>\n/rollcall fixed F1"],
    ["behind a code span that has no end", "a ` b\n/rollcall fixed F1"],
    ["behind an escaped backtick", "a \\` b\n/rollcall fixed F1 : `x`"],
    ["behind a span of another paragraph", "a ` b\n\n/rollcall fixed F1 : `"],
    ["behind inline code with the start of a comment", "the `<!--` mark\n/rollcall fixed F1 : -->"],
  ])("%s it is one", (_, body) => {
    expect(parseComment(body).commands).toMatchObject([{ verb: "fixed", refs: ["F1"] }]);
  });

  test.each([
    ["This is for the on-call rotation,\nuntil March.", "This is for the on-call rotation, until March."],
    ["> why?\n\nCover.", "Cover."],
    ["see\n```\nop list\n```", "see op list"],
    ["> only a quote", null],
    ["<!-- nothing -->", null],
    ["", null],
  ])("%j has these words of its own", (body, words) => {
    expect(parseComment(body).words).toBe(words);
  });
});

const ref = fc.integer({ min: 1, max: 999_999_999 }).map((number) => `F${number}`);
const refs = fc.uniqueArray(ref, { minLength: 1, maxLength: 5 });
const reason = hostileText.map((text) => shortText(text, 2_000)).filter((text) => text !== "");
const maybe = fc.option(reason);
const until = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ verb: fc.constantFrom("fixed" as const, "roster" as const), refs, reason: maybe }),
  fc.record({ verb: fc.constantFrom("explain" as const, "reject" as const, "reopen" as const), refs, reason }),
  fc.record({ verb: fc.constant("accept" as const), refs, until, reason }),
  fc.record({ verb: fc.constant("close" as const), reason: maybe }),
);

describe("whatever is written", () => {
  it("a printed command is read back as itself, alone and in a comment", () => {
    fc.assert(
      fc.property(command, (given) => {
        const printed = printCommand(given);
        expect(parseCommand(printed)).toEqual({ command: given, problem: null });
        expect(parseComment(`Hello\n\n${printed}`).commands).toEqual([given]);
      }),
    );
  });

  it("nothing throws, and there are no more commands than lines that begin as one", () => {
    const piece = fc.oneof(
      hostileText,
      fc.constantFrom("\n", "```", "`", ">", "<!--", "/rollcall ", "accept F1 until ", "fixed ", "F2"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const body = pieces.join("");
        const { commands, problems } = parseComment(body);
        const lines = body.split(/\r\n|[\n\r]/).filter((line) => /^ {0,3}\/rollcall/i.test(line));
        expect(commands.length + problems.length).toBeLessThanOrEqual(lines.length);
        for (const one of commands) expect(parseCommand(printCommand(one)).command).toEqual(one);
        expect(parseCommand(body).problem === null || parseCommand(body).command === null).toBe(true);
      }),
    );
  });

  it("long text is read in time that grows with it", () => {
    const start = performance.now();
    for (const text of ["`", "<!--", "a <!-- ", "` ``` \n", "> ", "/rollcall fixed F1,", "``` ", "` `` "])
      parseComment(text.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

it("reads the reason as a reader sees it", () => {
  expect(parseCommand("/rollcall explain F12: a\u202eb").command).toMatchObject({ ...explain, reason: "a⟨U+202E⟩b" });
});
