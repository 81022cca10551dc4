import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Contact } from "../model/contact.ts";
import type { Act, Standing } from "../model/follow-up.ts";
import { actMarkdown, actText, type MessageContext } from "./act-message.ts";
import { waitWords } from "./act-words.ts";
import { mention } from "./mention.ts";
import { isOurComment } from "./message-marker.ts";
import {
  notSeenSentence,
  parseRecord,
  parseReply,
  parseStarted,
  parseTakenBack,
  recordMarkdown,
  replyMarkdown,
  startedMarkdown,
  takenBackMarkdown,
} from "./record-message.ts";
import { parseStepMarker } from "./step-marker.ts";
import { hostileText } from "./testing/hostile.ts";
import { parseMarkdown } from "./testing/parsed-markdown.ts";
import { aFinding } from "./testing/views.ts";

const audit = "zendesk-global/FY27-Q4";
const key = aFinding().key;
const at = "2026-11-23T09:00:00.000Z";

function contact(name: string, over: Partial<Contact> = {}): Contact {
  const first = name.split(" ")[0]?.toLowerCase() ?? "";
  return { email: `${first}@acme.test`, name, gitlab: `${first}w`, slack: null, ...over };
}

const people = [contact("Dana Whitfield"), contact("Kim Ito"), contact("Lee Okafor"), contact("Opal Reyes")];

function context(over: Partial<MessageContext> = {}): MessageContext {
  return {
    ...{ audit, name: "Zendesk Global", period: "FY27-Q4", settings: { wait: 3, ladder: "full" }, standings: new Map() },
    findings: new Map([[key, aFinding({ ref: "F12" })]]),
    contacts: new Map(people.map((one) => [one.email, one])),
    issueUrl: "https://gitlab.acme.test/acme/audits/-/issues/12",
    ...over,
  };
}

function act(over: Partial<Act> = {}): Act {
  const items = [{ key, ref: "F12", turn: null, of: "dana@acme.test" }];
  const asked = { id: "ask:dana@acme.test#1", step: "ask", about: "dana@acme.test", to: ["dana@acme.test"] } as const;
  return { ...asked, to: [...asked.to], items, channel: "issue", dueAt: at, notes: [], ...over };
}

function lines(of: Act, over: Partial<MessageContext> = {}): string[] {
  return actMarkdown(of, context(over), at).split("\n\n");
}

function standing(of: Standing): Partial<MessageContext> {
  return { standings: new Map([[key, of]]) };
}

const found = { since: null, why: "found", reason: null } as const;

describe("a message in the issue", () => {
  it("to the person: mentions them, lists the items, says how to answer and what comes next", () => {
    const [marker, lead, item, todo, next] = lines(act());

    expect(parseStepMarker(marker ?? "", () => null)?.act).toMatchObject({ step: "ask", at, items: act().items });
    expect(lead).toBe("@danaw: the access audit Zendesk Global FY27-Q4 has 1 finding for you to fix or to explain.");
    expect(item).toMatch(/^- \*\*F12\*\* high · has role Security Staff, the roster says Support Staff · /);
    expect(todo).toContain("`/rollcall fixed F12` once it is put right");
    expect(todo).toContain("Any other reply here explains all of these items.");
    expect(next).toBe("What is open after 3 days goes to your manager and the Support Operations Manager.\n");
  });

  it("says nothing of a next step on a direct ladder", () => {
    expect(actMarkdown(act(), context({ settings: { wait: 3, ladder: "direct" } }), at)).not.toContain("What is open after");
  });

  it("to manager and ops manager: mentions both, and only names the person", () => {
    const escalated = act({ step: "escalate", to: ["kim@acme.test", "opal@acme.test"], notes: ["no-manager"] });
    const [, lead, note] = lines(escalated);
    expect(lead).toBe(
      "@kimw and @opalw: Dana Whitfield was asked about 1 finding of the access audit Zendesk Global FY27-Q4, and it is still open.",
    );
    expect(note).toBe("The roster names no manager we can find, so it goes to the Support Operations Manager alone.");
    expect(actMarkdown(escalated, context(), at)).not.toContain("@danaw");
  });

  it("to the decider: the explanation, and both ways to decide", () => {
    const turn = { since: at, why: "explained", reason: "on-call cover" } as const;
    const text = actMarkdown(
      act({ step: "decide", to: ["lee@acme.test"], about: "lee@acme.test" }),
      context(standing({ is: "explained", turn, by: "dana@acme.test" })),
      at,
    );
    expect(text).toContain("@leew: 1 explanation of the access audit Zendesk Global FY27-Q4 waits for your decision.");
    expect(text).toContain(" · explained by Dana Whitfield: on-call cover\n");
    expect(text).toContain("`/rollcall accept F12 until 2027-03-01: why` or `/rollcall reject F12: why`");
  });

  it("says why an item is asked about again, and that a fix is not seen yet", () => {
    const rejected = { since: at, why: "rejected", reason: "not in the rota" } as const;
    const again = standing({ is: "open", turn: rejected, claim: null });
    expect(actMarkdown(act(), context(again), at)).toContain(" · the explanation was rejected: not in the rota\n");
    const claimed = standing({ is: "open", turn: found, claim: "fixed" });
    expect(actMarkdown(act(), context(claimed), at)).toContain(" · said to be fixed, but the platform does not show it yet\n");
  });

  it("to the reviewer: how everything was settled", () => {
    const settled = standing({ is: "settled", turn: found, by: "accepted", at, until: "2027-03-01" });
    const text = actMarkdown(act({ step: "review", to: ["opal@acme.test"] }), context(settled), at);
    expect(text).toContain("@opalw: everything in the access audit Zendesk Global FY27-Q4 is settled: 1 accepted until a date.");
    expect(text).toContain("close this issue or write `/rollcall close`.");
    expect(lines(act({ step: "review", to: ["opal@acme.test"], items: [] }))[1]).toMatch(/is settled: there was no finding\.$/);
  });

  it("mentions nobody where it is addressed to nobody", () => {
    const text = actMarkdown(act({ step: "carry-over", to: [], notes: ["not-started"] }), context(), at);
    expect(text).toMatch(/\n\nThe period of the access audit Zendesk Global FY27-Q4 is over, and 1 finding is not settled\./);
    expect(text.replace(/\\@/g, "")).not.toContain("@");
  });

  it("lists at most fifty findings, and says how many more there are", () => {
    const items = Array.from(
      { length: 1_234 },
      (_, index) => ({ ...act().items[0], key: `k${index}`, ref: `F${index + 1}` }) as Act["items"][number],
    );
    const text = actMarkdown(act({ items }), context(), at);
    expect(text.match(/^- \*\*F/gm)).toHaveLength(50);
    expect(text).toContain("And 1,184 more: the Notes of this audit list them all.");
  });

  it("names by e-mail whom it has no username of", () => {
    expect(lines(act({ to: ["zoe@acme.test"] }))[1]).toMatch(/^zoe\\@acme.test: the access audit/);
  });
});

it("never mentions a crowd, or anything that is no username", () => {
  for (const gitlab of ["all", "ALL", "a b", "a@b", "-a", "", "a/b", "dana. /close", "dana\n/close"])
    expect(mention(contact("Dana", { gitlab })).type).toBe("text");
  expect(mention(contact("Dana", { gitlab: "dana.w-1_" }))).toEqual({ type: "html", value: "@dana.w-1_" });
});

it("says the same in plain text, for Slack and mail", () => {
  const told = act({ step: "tell", channel: "slack", to: ["opal@acme.test"], about: "opal@acme.test" });
  expect(actText(told, context())).toBe(
    [
      "1 finding of the access audit Zendesk Global FY27-Q4 is still open: the people asked and their managers have not settled it.",
      "- F12 high: has role Security Staff, the roster says Support Staff · Dana Whitfield",
      "https://gitlab.acme.test/acme/audits/-/issues/12",
    ].join("\n"),
  );
  expect(actText(act({ step: "decide-late" }), context())).toMatch(/for a decision that Dana Whitfield has not made\./);
});

it("says waits as people do", () => {
  expect([waitWords(3), waitWords(1), waitWords(0.5)]).toEqual(["3 days", "1 day", "12 hours"]);
});

describe("what was said elsewhere", () => {
  const accepted = { kind: "accept", by: "lee@acme.test", at, until: "2027-03-01", reason: "on-call cover" } as const;

  it("is written into the issue, and read back from it", () => {
    const recorded = { audit, source: "page:1", items: [{ key, ref: "F12" }], what: accepted, via: "page" as const };
    const body = recordMarkdown(recorded, contact("Lee Okafor"));
    expect(body.split("\n\n")[1]).toBe("Lee Okafor accepts **F12** until 2027-03-01: on-call cover · said on the page\n");
    expect(parseRecord(body)).toEqual(recorded);
    const what = { kind: "fixed", by: null, at, reason: null } as const;
    const ticked = { ...recorded, what, via: "box" as const };
    expect(parseRecord(recordMarkdown(ticked, null))).toEqual(ticked);
  });

  it("of many findings is one comment, whatever their keys hold", () => {
    const items = [1, 2, 300].map((n) => ({ ref: `F${n}`, key: `zendesk-global/x/account:${n} "=\u202e-->@all` }));
    const recorded = { audit, source: "page:1", items, what: accepted, via: "command line" } as const;
    const body = recordMarkdown(recorded, contact("Lee Okafor"));
    expect(body.split("\n\n")[1]).toContain("accepts **F1**, **F2**, **F300** until 2027-03-01");
    expect(parseRecord(body)).toEqual(recorded);
  });

  it("by an older Rollcall is read on: a comment a finding", () => {
    const body = `<!-- rollcall:record audit="a/FY27-Q4" key="k" ref="F1" kind="fixed" at="${at}" via="box" -->\n\nx`;
    const what = { kind: "fixed", by: null, at, reason: null };
    expect(parseRecord(body)).toEqual({ audit: "a/FY27-Q4", source: null, items: [{ key: "k", ref: "F1" }], what, via: "box" });
  });

  it("is taken back by another comment, which names what it was", () => {
    const body = takenBackMarkdown({ audit, source: "page:1", at, refs: ["F1", "F2"] }, contact("Lee Okafor"));
    expect(body.split("\n\n")[1]).toBe("Lee Okafor takes back what they said of **F1**, **F2**\n");
    expect(parseTakenBack(body)).toEqual({ audit, source: "page:1", at });
    expect([parseTakenBack(`> ${body}`), parseRecord(body)]).toEqual([null, null]);
  });

  it("starts the follow-up, or answers a comment", () => {
    const started = { audit, by: "lee@acme.test", at };
    expect(parseStarted(startedMarkdown(started, contact("Lee Okafor")))).toEqual(started);
    expect(parseStarted(startedMarkdown({ ...started, by: null }, null))).toEqual({ ...started, by: null });
    const reply = replyMarkdown({ audit, note: "4711" }, ["No finding is named: write “/rollcall fixed F12”."]);
    expect(parseReply(reply)).toEqual({ audit, note: "4711" });
    expect(reply).toContain("\n\nNo finding is named: write “/rollcall fixed F12”.\n");
    expect(replyMarkdown({ audit, note: "1" }, ["a.", "b."])).toMatch(/\n\n- a\.\n- b\.\n$/);
    expect(notSeenSentence(["F1", "F2"], at)).toBe(
      "F1, F2: not seen fixed in the listing of 2026-11-23 09:00 UTC, so they are still open. The next recheck looks again.",
    );
  });

  it("says nothing where it is quoted, damaged, or something else", () => {
    const body = recordMarkdown({ audit, source: null, items: [{ key, ref: "F12" }], what: accepted, via: "page" }, null);
    for (const other of [
      `> ${body}`,
      body.replace('kind="accept"', 'kind="shout"'),
      body.replace(/ until="[^"]*"/, ""),
      "",
      "/rollcall close",
    ])
      expect([parseRecord(other), parseReply(other), parseStarted(other)]).toEqual([null, null, null]);
  });
});

describe("hostile text", () => {
  it("mentions nobody else, runs nothing and is no marker, wherever it stands", () => {
    const steps = fc.constantFrom("ask", "escalate", "decide", "decide-late", "remind", "review", "carry-over" as const);
    fc.assert(
      fc.property(hostileText, hostileText, steps, (text, other, step) => {
        const finding = aFinding({
          ref: "F12",
          message: text,
          check: other,
          account: null,
          person: { name: text, email: other },
        });
        const named = new Map([["dana@acme.test", contact("Dana", { name: text, gitlab: "danaw" })]]);
        const turn = { since: at, why: "explained", reason: text } as const;
        const body = actMarkdown(
          act({ step: step as "ask", to: ["dana@acme.test", "opal@acme.test"] }),
          context({
            ...standing({ is: "explained", turn, by: other }),
            ...{ name: text, contacts: named, findings: new Map([[key, finding]]) },
          }),
          at,
        );
        isHarmless(body);
        isHarmless(
          recordMarkdown(
            {
              audit: text,
              source: other,
              items: [{ key: other, ref: "F12" }],
              what: { kind: "explain", by: text, at, reason: other },
              via: "box",
            },
            contact(text, { name: text }),
          ),
        );
        isHarmless(replyMarkdown({ audit: text, note: other }, [text, other]));
      }),
      { numRuns: 200 },
    );
  });
});

/** One marker, in the first line; no other tag, no address that is linked, no mention but the one that is meant, no line that begins with a slash. */
function isHarmless(body: string): void {
  expect(isOurComment(body)).toBe(true);
  const parsed = parseMarkdown(body);
  expect(parsed.html).toHaveLength(1);
  expect(body.match(/<!--/g)).toHaveLength(1);
  expect(body.split("\n").slice(1).join("\n")).not.toMatch(/^\s*(?:[-*+] )?\//m);
  const meant = body.replace(/^@danaw( and |: )/m, "");
  const read = meant.replace(/\\[!-/:-@[-`{-~]/g, " ").replace(/`[^`]*`/g, "");
  expect(read.replace(/\]\([^()\s]*\)/g, "")).not.toMatch(/@\S/);
}
