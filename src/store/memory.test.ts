import { describe, expect, test } from "vitest";
import type { Decision } from "../model/answer.ts";
import type { EventContent, Said } from "../model/event.ts";
import type { Store } from "./store.ts";
import { finding, record, takenAt } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, cutConnections, rowsOf, storeAt, waiting } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";
const key = "zendesk-global/role-mismatch/account:1";
const at = "2026-11-23T12:00:00.000Z";
const later = "2026-11-25T12:00:00.000Z";
const actor = "GitLab user 4242 (dwhitfield)";
const issue = { url: "https://gitlab.test/acme/audits/-/issues/7", iid: 7 };
const act = { id: "ask:dana#1", step: "ask" as const, about: "dana@acme.test", to: ["dana@acme.test"], items: [], at };

async function opened(store: Store, system = "zendesk-global", period = "FY27-Q4"): Promise<void> {
  await store.remember(record({}, { audit: { id: `${system}/${period}`, system, period }, findings: [finding(key)] }), signal);
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("a change is written in one piece and read back: intents, what was made of them, events, where it stands", async () => {
    const store = await storeAt(await on.database());
    await opened(store);
    const intents = ["b", "a", "\u0000"].map((id) => ({ id: `act:${id}`, at, content: { text: `${id}\u0000`, n: 1 } }));
    await store.change(audit, { at, actor, intend: intents });
    await store.change(audit, { at: later, actor, intend: [{ id: "act:a", at: later, content: "another" }] });
    const events: EventContent[] = [
      { kind: "act-made", act, sent: "perhaps", where: null },
      { kind: "state-changed", from: "draft", to: "following-up", reason: null },
    ];
    await store.change(audit, {
      at: later,
      actor,
      events,
      confirm: ["act:b", "never:intended"],
      set: { state: "following-up", dueAt: later, issue },
    });
    const memory = await store.memory(audit);
    expect(memory?.unconfirmed).toEqual(intents.slice(1));
    expect(memory?.audit).toEqual({
      id: audit,
      system: "zendesk-global",
      period: "FY27-Q4",
      state: "following-up",
      openedAt: takenAt,
      issue,
      dueAt: later,
    });
    expect(memory?.events.slice(2)).toEqual(events.map((event, index) => ({ ...event, n: index + 3, at: later, actor })));
    expect(memory?.last.whole).toMatchObject({ n: 1, takenAt, status: "complete", sources: [] });
    expect(memory?.last.complete).toEqual(memory?.last.whole);
    await store.change(audit, { at: later, actor, set: { dueAt: null, issue: null } });
    expect((await store.memory(audit))?.audit).toMatchObject({ state: "following-up", dueAt: null, issue: null });
  });

  test("an intent that was confirmed is not made again, though it is intended again", async () => {
    const store = await storeAt(await on.database());
    await opened(store);
    const intent = { id: "act:a", at, content: {} };
    await store.change(audit, { at, actor, intend: [intent], confirm: ["act:a"] });
    await store.change(audit, { at: later, actor, intend: [intent] });
    expect((await store.memory(audit))?.unconfirmed).toEqual([]);
  });

  test("what the database refuses of a change leaves nothing of it", async () => {
    const store = await storeAt(await on.database());
    await opened(store);
    const before = await store.memory(audit);
    const change = { at, actor, intend: [{ id: "a", at, content: {} }], set: { dueAt: later } };
    const events: EventContent[] = [{ kind: "replied", note: "note:1" }];
    await expect(store.change(audit, { ...change, events, at: "not a time" })).rejects.toMatchObject({ actor: "platform" });
    await expect(store.change(audit, { ...change, events, set: { state: "lost" as "draft" } })).rejects.toThrow("refused");
    expect(await store.memory(audit)).toEqual(before);
  });

  test("an audit nobody knows is nothing to remember, and cannot be changed", async () => {
    const store = await storeAt(await on.database());
    expect(await store.memory("nobody/FY27-Q4")).toBeNull();
    expect(await store.lastRead("nobody/FY27-Q4")).toBeNull();
    await expect(store.change("nobody/FY27-Q4", { at, actor })).rejects.toMatchObject({ actor: "stale" });
  });

  test("twenty changes at once are numbered without gaps", async () => {
    const url = await on.database();
    const stores = await Promise.all([storeAt(url), storeAt(url)]);
    await opened(stores[0] as Store);
    const changes = Array.from({ length: 20 }, (_, index) => {
      const events: EventContent[] = [1, 2, 3].map((part) => ({ kind: "replied", note: `note:${index}-${part}` }));
      return stores[index % 2]?.change(audit, { at, actor, events, intend: [{ id: `i${index}`, at, content: index }] });
    });
    await Promise.all(changes);
    const memory = await stores[0]?.memory(audit);
    expect(memory?.events.map(({ n }) => n)).toEqual(Array.from({ length: 62 }, (_, index) => index + 1));
    expect(memory?.unconfirmed.length).toBe(20);
    expect(await rowsOf(url, "select array_agg(n order by n) from rollcall.intents")).toEqual([
      [Array.from({ length: 20 }, (_, index) => index + 1)],
    ]);
  });

  test("a database that goes away in the middle of a change keeps nothing of it, and the next change works", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    await opened(store);
    const [before, admin] = [await store.memory(audit), await clientAt(url)];
    const change = { at, actor, events: [{ kind: "replied", note: "1" } as const], intend: [{ id: "a", at, content: {} }] };
    // The change has kept its intent, and waits for who holds the events.
    await admin.query("begin; lock table rollcall.events in share row exclusive mode");
    const changing = store.change(audit, change);
    changing.catch(() => {});
    await expect.poll(async () => (await admin.query(waiting)).rowCount).toBe(1);
    await admin.query(cutConnections);
    await expect(changing).rejects.toMatchObject({ actor: "later", fix: expect.stringMatching(/run again/) });
    await admin.query("rollback");
    expect(await store.memory(audit)).toEqual(before);
    await store.change(audit, change);
    expect((await store.memory(audit))?.unconfirmed).toEqual(change.intend);
  });

  test("audits are told by system, period and whether they ended; the one before is of the same system and not cancelled", async () => {
    const store = await storeAt(await on.database());
    for (const period of ["FY27-Q2", "FY27-Q4", "FY27-Q1", "FY27-Q3"]) await opened(store, "zendesk", period);
    for (const period of ["FY27-Q2", "FY27-Q3"]) await opened(store, "zendesk-eu", period);
    await store.change("zendesk/FY27-Q3", { at, actor, set: { state: "cancelled" } });
    await store.change("zendesk/FY27-Q1", { at, actor, set: { state: "closed" } });
    const ids = async (of: Parameters<Store["audits"]>[0]) => (await store.audits(of)).map(({ id }) => id);
    expect(await ids({})).toEqual([
      "zendesk-eu/FY27-Q2",
      "zendesk-eu/FY27-Q3",
      "zendesk/FY27-Q1",
      "zendesk/FY27-Q2",
      "zendesk/FY27-Q3",
      "zendesk/FY27-Q4",
    ]);
    expect(await ids({ systems: ["zendesk"], ended: false })).toEqual(["zendesk/FY27-Q2", "zendesk/FY27-Q4"]);
    // Its review is signed, and its issue was not told yet.
    const owed = { id: "close", at, content: { do: "close" } };
    await store.change("zendesk/FY27-Q4", { at, actor, set: { state: "closed" }, intend: [owed] });
    expect(await ids({ systems: ["zendesk"], ended: false })).toEqual(["zendesk/FY27-Q2", "zendesk/FY27-Q4"]);
    await store.change("zendesk/FY27-Q4", { at, actor, confirm: ["close"] });
    expect(await ids({ systems: ["zendesk"], ended: false })).toEqual(["zendesk/FY27-Q2"]);
    expect(await ids({ period: "FY27-Q3", ended: true })).toEqual(["zendesk/FY27-Q3"]);
    expect(await ids({ systems: [] })).toEqual([]);
    const earlier = (id: string, system = "zendesk") => store.auditBefore({ system, audit: id });
    expect(await earlier("zendesk/FY27-Q4")).toBe("zendesk/FY27-Q2");
    expect(await earlier("zendesk/FY27-Q2")).toBe("zendesk/FY27-Q1");
    expect(await earlier("zendesk/FY27-Q1")).toBeNull();
    expect(await earlier("zendesk-eu/FY28-Q1", "zendesk-eu")).toBe("zendesk-eu/FY27-Q3");
  });

  test("acceptances are those of all audits of the system, as last said", async () => {
    const store = await storeAt(await on.database());
    for (const [system, period] of [
      ["zendesk", "FY27-Q3"],
      ["zendesk", "FY27-Q4"],
      ["calendly", "FY27-Q4"],
    ] as const)
      await opened(store, system, period);
    const decision: Decision = { kind: "accept", by: "lee@acme.test", at, until: "2027-03-01", reason: "\u0000 cover" };
    const saying = (source: string, decisions: Said["decisions"]): EventContent => {
      return { kind: "said", said: { source, digest: null, answers: [], decisions, refusals: [] } };
    };
    const say = (id: string, ...events: EventContent[]) => store.change(id, { at, actor, events });
    await say("zendesk/FY27-Q3", saying("note:1", [{ key, decision }]), saying("note:2", [{ key: "edited", decision }]));
    await say("zendesk/FY27-Q3", saying("note:2", []));
    await say("calendly/FY27-Q4", saying("note:1", [{ key: "elsewhere", decision }]));
    const held = (today: string) => store.acceptances({ system: "zendesk", today });
    expect(await held("2027-03-01")).toEqual([{ audit: "zendesk/FY27-Q3", key, decision }]);
    expect(await held("2027-03-02")).toEqual([]);
    await say("zendesk/FY27-Q4", saying("note:1", [{ key, decision: { ...decision, kind: "reopen", at: later, until: null } }]));
    expect(await held("2027-03-01")).toEqual([]);
  });
});
