import { describe, expect, test } from "vitest";
import { dana, monday } from "../core/testing/follow-up.ts";
import { aFinding } from "../core/testing/memory.ts";
import { decide } from "./decide.ts";
import { bot } from "./testing/held-issue.ts";
import { aRemembered, authors, Rounds, stranger } from "./testing/round.ts";

const two = { findings: [aRemembered(1), aRemembered(2)] };
const tuesday = "2026-11-24T09:00:00Z";

/** Step and addressees of each act, as the markers of our comments tell. */
function said(on: Rounds): string[] {
  return on.issue.ours().map((body) => {
    const [, kind = "", step = ""] = /rollcall:(\w+)(?:.* step="([\w-]+)")?/.exec(body) ?? [];
    return step || kind;
  });
}

async function asked(): Promise<Rounds> {
  const on = new Rounds(two);
  await on.at(monday);
  return on;
}

describe("a draft", () => {
  const draft = { ...two, audit: { state: "draft" as const } };
  const unstarted = () => {
    const on = new Rounds(draft);
    on.held.memory.events = on.held.memory.events.filter(({ kind }) => kind !== "follow-up-started");
    return on;
  };

  test("asks nobody", async () => {
    const on = unstarted();
    expect((await on.at(monday)).made).toEqual([]);
    expect(on.issue.comments()).toEqual([]);
  });

  test("is started by the auditor's tick, and asks in the same round", async () => {
    const on = unstarted();
    on.issue.boxes = [{ what: "start", ticked: true, by: authors.lee, at: monday }];
    expect(await on.at(monday)).toMatchObject({ state: "following-up", made: [{ act: { step: "ask", to: [dana] } }] });
    expect(said(on)).toEqual(["started", "ask"]);
    await on.at(tuesday);
    expect(said(on)).toEqual(["started", "ask"]);
  });

  test("is not started by anybody else's, who is told once", async () => {
    const on = unstarted();
    on.issue.boxes = [{ what: "start", ticked: true, by: authors.dana, at: monday }];
    await on.at(monday);
    await on.at(tuesday);
    expect(on.held.memory.audit.state).toBe("draft");
    expect(said(on)).toEqual(["reply"]);
    expect(on.issue.ours()[0]).toContain("only the auditor and the Support Operations Manager");
  });
});

describe("what people say", () => {
  test("an explanation is thanked for once and goes to the auditor, who accepts it", async () => {
    const on = await asked();
    const { comment } = on.issue.write(authors.dana, "/rollcall explain F1 F2: covers the night shift");
    const round = await on.at(tuesday);
    expect(round.taken).toEqual([
      { ref: "F1", kind: "explain", by: dana },
      { ref: "F2", kind: "explain", by: dana },
    ]);
    expect(on.issue.thumbs).toEqual([comment]);
    expect(said(on)).toEqual(["ask", "decide"]);
    on.issue.write(authors.lee, "/rollcall accept F1 F2 until 2027-03-01: as agreed");
    expect(await on.at("2026-11-24T10:00:00Z")).toMatchObject({
      state: "in-review",
      taken: [{ kind: "accept" }, { kind: "accept" }],
    });
    expect(said(on)).toEqual(["ask", "decide", "review"]);
  });

  test("free words in the thread of a ping explain all of it; elsewhere they are talk", async () => {
    const on = await asked();
    const [ping] = on.issue.threads;
    on.issue.write(authors.dana, "Nice weather today.");
    expect((await on.at(tuesday)).taken).toEqual([]);
    on.issue.write(authors.lee, "Any news?", ping?.id);
    expect((await on.at(tuesday)).taken).toEqual([]);
    on.issue.write(authors.dana, "I cover for the lead until March.", ping?.id);
    expect((await on.at(tuesday)).taken).toMatchObject([{ ref: "F1", kind: "explain" }, { ref: "F2" }]);
  });

  test("nobody decides about themselves, and no stranger does; each is told why, once", async () => {
    const on = await asked();
    on.issue.write(authors.dana, "/rollcall accept F1 until 2027-03-01: fine by me");
    on.issue.write(stranger, "/rollcall accept F1 until 2027-03-01: fine by me too");
    await on.at(tuesday);
    await on.at(tuesday);
    const replies = on.issue.ours().filter((body) => body.includes("rollcall:reply"));
    expect(replies).toHaveLength(2);
    expect(replies[0]).toContain("only the auditor and the Support Operations Manager decide");
    expect(on.issue.thumbs).toEqual([]);
  });

  test("a mistyped command is answered with how to write it", async () => {
    const on = await asked();
    on.issue.write(authors.dana, "/rollcall explian F1: cover");
    const { refused } = await on.at(tuesday);
    expect(refused).toEqual([{ by: dana, why: [expect.stringContaining("did you mean")] }]);
  });

  test("an edited comment says what it says now, a deleted one nothing", async () => {
    const on = await asked();
    const { comment } = on.issue.write(authors.dana, "/rollcall explain F1: cover");
    await on.at(tuesday);
    on.issue.now = "2026-11-24T10:00:00Z";
    on.issue.edit(comment, "/rollcall explain F2: cover");
    expect((await on.at("2026-11-24T11:00:00Z")).taken).toMatchObject([{ ref: "F2", kind: "explain" }]);
    on.issue.remove(comment);
    await on.at("2026-11-24T12:00:00Z");
    const last = on.held.memory.events.findLast((event) => event.kind === "said");
    expect(last).toMatchObject({ said: { source: `note:${comment}`, answers: [] } });
  });

  test("what was decided stands, though the comment is edited or deleted", async () => {
    const on = await asked();
    const { comment } = on.issue.write(authors.lee, "/rollcall accept F1 until 2027-03-01: as agreed");
    await on.at(tuesday);
    on.issue.edit(comment, "/rollcall accept F1 F2 until 2027-03-01: as agreed");
    await on.at(tuesday);
    expect(on.issue.ours().at(-1)).toContain("what was decided stands");
    on.issue.remove(comment);
    await on.at(tuesday);
    const last = on.held.memory.events.findLast((event) => event.kind === "said");
    expect(last).toMatchObject({ said: { decisions: [{ key: aFinding(1).key }] } });
  });

  test("a comment of somebody else with our marker means nothing", async () => {
    const on = await asked();
    const [ping = ""] = on.issue.ours();
    on.issue.write(stranger, ping.replace('step="ask"', 'step="tell"').replace(/id="[^"]*"/, 'id="forged"'));
    on.issue.write(stranger, '<!-- rollcall:record audit="zendesk-global/FY27-Q4" key="k" -->\n\n/rollcall explain F1: x');
    expect(await on.at(tuesday)).toMatchObject({ taken: [], made: [] });
    expect(on.held.memory.events.filter(({ kind }) => kind === "act-made")).toHaveLength(1);
  });

  test("a ticked box is said to be fixed, by whom the tracker says; cleared, it is not", async () => {
    const on = await asked();
    on.issue.boxes = [{ what: { finding: "F2" }, ticked: true, by: authors.dana, at: monday }];
    expect((await on.at(tuesday)).taken).toEqual([{ ref: "F2", kind: "fixed", by: dana }]);
    expect((await on.at(tuesday)).taken).toEqual([]);
    on.issue.boxes = [{ what: { finding: "F2" }, ticked: false, by: authors.dana, at: tuesday }];
    await on.at(tuesday);
    expect(on.held.memory.events.findLast((event) => event.kind === "said")).toMatchObject({ said: { answers: [] } });
  });

  test("what is said to be fixed and seen again is told, once", async () => {
    const on = await asked();
    on.issue.now = "2026-11-23T12:00:00Z";
    on.issue.write(authors.dana, "/rollcall fixed F1", on.issue.threads[0]?.id);
    await on.at("2026-11-23T13:00:00Z");
    expect(said(on)).toEqual(["ask"]);
    on.held.memory.events.push({
      kind: "rechecked",
      snapshot: 2,
      gone: [],
      back: [],
      sources: [],
      at: "2026-11-23T14:00:00Z",
      actor: "x",
      n: 99,
    });
    await on.at("2026-11-23T15:00:00Z");
    await on.at("2026-11-23T16:00:00Z");
    expect(said(on)).toEqual(["ask", "reply"]);
    expect(on.issue.ours()[1]).toMatch(/F1: not seen fixed in the listing of 2026-11-23 14.*00 UTC/);
  });
});

describe("what is said on the command line", () => {
  const speaker = { email: dana, actor: "dana@acme.test, claimed by root@host.test", via: "command line" as const };
  const fixed = { verb: "fixed" as const, refs: ["F1"], reason: null };

  test("again, by whoever does not know whether it went through, says nothing new; after another look it does", async () => {
    const on = await asked();
    const context = on.context(tuesday);
    const audit = on.held.memory.audit.id;
    const said = () => on.held.memory.events.filter(({ kind }) => kind === "said").length;
    await decide(context, audit, { command: fixed, speaker });
    expect(await decide(context, audit, { command: fixed, speaker })).toMatchObject({ recorded: [{ ref: "F1" }] });
    expect(said()).toBe(1);
    on.held.memory.events.push({
      kind: "rechecked",
      snapshot: 2,
      gone: [],
      back: [],
      sources: [],
      at: tuesday,
      actor: "x",
      n: 99,
    });
    await decide(context, audit, { command: fixed, speaker });
    expect(said()).toBe(2);
  });
});

describe("the ladder in the issue", () => {
  test("asks, escalates in the person's thread, and tells the manager in the issue where nobody can be told directly", async () => {
    const on = await asked();
    await on.at("2026-11-26T09:00:00Z");
    await on.at("2026-11-29T09:00:00Z");
    expect(said(on)).toEqual(["ask", "escalate", "tell"]);
    expect(on.issue.threads.map(({ comments }) => comments.length)).toEqual([2, 1]);
    expect(on.issue.ours()[1]).toMatch(/@kim and @opal/);
  });

  test("a direct message that is refused goes into the issue, and that is said", async () => {
    const on = await asked();
    const slack = {
      name: "Slack",
      probe: async () => ({ ok: true, message: "", fix: null }),
      find: async () => "not-sent" as const,
    };
    on.channels.slack = { ...slack, send: async () => ({ ended: "refused", why: "Slack knows no opal@acme.test." }) };
    await on.at("2026-11-26T09:00:00Z");
    const { made } = await on.at("2026-11-29T09:00:00Z");
    expect(made).toMatchObject([{ act: { step: "tell" }, by: "issue", remarks: ["Slack knows no opal@acme.test."] }]);
  });

  test("one that may have arrived is not sent again, and that is said", async () => {
    const on = await asked();
    let sendings = 0;
    const mail = {
      name: "mail",
      probe: async () => ({ ok: true, message: "", fix: null }),
      find: async () => "unknown" as const,
    };
    on.channels.email = {
      ...mail,
      send: async () => {
        sendings += 1;
        return { ended: "perhaps", why: "The connection broke after the mail was handed over." };
      },
    };
    await on.at("2026-11-26T09:00:00Z");
    expect((await on.at("2026-11-29T09:00:00Z")).made).toMatchObject([{ by: "email", sent: "perhaps" }]);
    await on.at("2026-11-29T10:00:00Z");
    expect(sendings).toBe(1);
  });
});

describe("closing", () => {
  async function settled(): Promise<Rounds> {
    const on = await asked();
    on.issue.write(authors.lee, "/rollcall accept F1 F2 until 2027-03-01: as agreed");
    await on.at(tuesday);
    return on;
  }

  test("the manager's word closes audit and issue, with the sentence signed in it", async () => {
    const on = await settled();
    on.issue.write(authors.opal, "/rollcall close");
    expect(await on.at("2026-11-24T12:00:00Z")).toMatchObject({ state: "closed", next: null });
    expect(on.issue.state).toBe("closed");
    expect(on.issue.ours().at(-1)).toContain(
      "I reviewed the access of all 340 accounts of Zendesk Global as listed on 2026-11-20",
    );
    expect(on.held.memory.unconfirmed).toEqual([]);
  });

  test("closing the issue is the manager's word too", async () => {
    const on = await settled();
    Object.assign(on.issue, { state: "closed", closed: { by: authors.opal, at: tuesday } });
    expect((await on.at("2026-11-24T12:00:00Z")).state).toBe("closed");
  });

  test("an issue closed too early, or by somebody else, is opened again with what is left, once", async () => {
    const on = await asked();
    Object.assign(on.issue, { state: "closed", closed: { by: authors.dana, at: tuesday } });
    await on.at(tuesday);
    expect(on.issue.state).toBe("opened");
    expect(on.issue.ours().at(-1)).toMatch(/is open again[\s\S]*dana.*acme.test cannot close it[\s\S]*Not settled yet: F1, F2/);
    const before = on.issue.comments().length;
    await on.at(tuesday);
    expect(on.issue.comments()).toHaveLength(before);
  });

  test("a command to close too early is answered, and done when it is said again in time", async () => {
    const on = await asked();
    on.issue.write(authors.opal, "/rollcall close");
    await on.at(tuesday);
    expect(on.issue.ours().at(-1)).toContain("Not settled yet: F1, F2");
    on.issue.write(authors.lee, "/rollcall accept F1 F2 until 2027-03-01: as agreed");
    on.issue.write(authors.opal, "/rollcall close");
    expect((await on.at(tuesday)).state).toBe("closed");
  });
});

describe("the period's end", () => {
  test("what is open is put before the manager, who closes it as carried over", async () => {
    const on = await asked();
    await on.at("2027-01-31T23:00:00Z");
    const [act] = (await on.at("2027-02-01T00:30:00Z")).made;
    expect(act).toMatchObject({ act: { step: "carry-over", to: ["opal@acme.test"] } });
    expect(on.issue.ours().at(-1)).toContain("2 findings are not settled");
    on.held.memory.last.whole = { n: 2, takenAt: "2027-01-30T06:00:00Z", status: "complete", sources: [] };
    on.issue.write(authors.opal, "/rollcall close");
    expect((await on.at("2027-02-01T09:00:00Z")).state).toBe("closed");
    expect(on.issue.ours().at(-1)).toContain("; carried over");
    const review = on.held.memory.events.findLast((event) => event.kind === "reviewed");
    expect(review).toMatchObject({ review: { carriedOver: 2, by: "opal@acme.test" } });
  });

  test("listings of more than 30 days ago are read again before it is signed, and where they cannot be it is said", async () => {
    const on = await asked();
    on.issue.write(authors.lee, "/rollcall accept F1 F2 until 2027-03-01: as agreed");
    await on.at(tuesday);
    on.issue.write(authors.opal, "/rollcall close");
    const round = await on.at("2026-12-24T09:00:00Z");
    expect(round.state).not.toBe("closed");
    expect(round.errors.length).toBeGreaterThan(0);
  });
});

test("messages the store has never heard of are taken from the issue: nobody is asked twice", async () => {
  const on = await asked();
  on.issue.write(authors.dana, "/rollcall explain F1: cover");
  on.issue.write(authors.lee, "/rollcall reject F1: not any more");
  on.issue.write(stranger, "/rollcall reject F2: hm");
  await on.at("2026-11-26T09:00:00Z");
  const before = on.issue.ours();
  const again = new Rounds({ ...two, audit: { state: "draft" } });
  again.held.memory.events = again.held.memory.events.filter(({ kind }) => kind !== "follow-up-started");
  again.issue.threads.push(...on.issue.threads, {
    id: "x",
    comments: [{ id: "x", author: bot, at: monday, editedAt: null, body: startedBody }],
  });
  const round = await again.at("2026-11-26T10:00:00Z");
  expect(round).toMatchObject({ state: "following-up", made: [], errors: [] });
  expect(again.issue.ours()).toEqual([...before, startedBody]);
  const decisions = again.held.memory.events.flatMap((event) => (event.kind === "said" ? event.said.decisions : []));
  expect(decisions).toMatchObject([{ decision: { kind: "reject" } }]);
});

const startedBody =
  '<!-- rollcall:started audit="zendesk-global/FY27-Q4" by="lee=0040acme.test" at="2026-11-23T09:00:00Z" -->\n\nStarted.';
