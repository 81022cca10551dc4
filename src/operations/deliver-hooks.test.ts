import { describe, expect, test } from "vitest";
import type { WebhookConfig } from "../model/config.ts";
import { Secret } from "../model/secret.ts";
import type { HookDelivery, HookMessage } from "../notify/webhook/send.ts";
import type { Store } from "../store/store.ts";
import { record } from "../store/testing/records.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { storeAt } from "../store/testing/stores.ts";
import type { Context } from "./context.ts";
import { deliverHook } from "./deliver-hooks.ts";

const { signal } = new AbortController();
const [global, calendly] = ["zendesk-global/FY27-Q4", "calendly/FY27-Q4"];
const before = "2026-11-22T00:00:00.000Z";
const day = (n: number) => `2026-11-${22 + n}T12:00:00.000Z`;

const hook: WebhookConfig = {
  ...{ id: "h1", url: new URL("https://hooks.acme.test/x"), secret: new Secret("a-secret-for-examples-only") },
  ...{ events: null, systems: null, allowPrivate: false },
};

/** Takes messages, and answers as it is told to. */
class FarSide {
  readonly got: HookMessage[] = [];
  answer: (message: HookMessage) => HookDelivery = () => ({ ended: "sent" });
  now = before;

  context(store: Store): Context {
    return {
      store: async () => store,
      clock: () => this.now,
      sendHook: async (_: WebhookConfig, message: HookMessage) => {
        this.got.push(message);
        return this.answer(message);
      },
      actor: "worker@host",
      signal,
    } as unknown as Context;
  }
}

async function opened(store: Store, audit: string): Promise<void> {
  const [system = "", period = ""] = audit.split("/");
  await store.remember(record({}, { audit: { id: audit, system, period }, takenAt: day(0) }), signal);
}

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("everything that happens from then on arrives, once, in the order of each audit", async () => {
    const [store, far] = [await storeAt(await on.database()), new FarSide()];
    await opened(store, global);
    far.now = day(1);
    // What happened before it was configured is not for it.
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 0, failed: 0 });
    for (const note of ["1", "2"])
      await store.change(global, { at: day(2), actor: "dana@acme.test", events: [{ kind: "replied", note }] });
    await store.remember(record({}, { audit: { id: calendly, system: "calendly", period: "FY27-Q4" }, takenAt: day(2) }), signal);
    far.now = day(3);
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 4, failed: 0 });
    const told = far.got.map(({ body }) => JSON.parse(body) as { type: string; data: { audit: string; n: number } });
    expect(told.filter(({ data }) => data.audit === global).map(({ type, data }) => [type, data.n])).toEqual([
      ["audit.replied", 3],
      ["audit.replied", 4],
    ]);
    expect(told.filter(({ data }) => data.audit === calendly).map(({ type }) => type)).toEqual([
      "audit.audit-opened",
      "audit.snapshot-taken",
    ]);
    expect(new Set(far.got.map(({ id }) => id)).size).toBe(4);
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 0, failed: 0 });
  });

  test("one that fails is tried again with its id, later each time, and holds up its own audit alone", async () => {
    const [store, far] = [await storeAt(await on.database()), new FarSide()];
    await deliverHook(far.context(store), hook);
    await opened(store, global);
    await opened(store, calendly);
    far.now = day(1);
    far.answer = ({ id }) => (id.includes("zendesk") ? { ended: "failed", why: "it answered 500" } : { ended: "sent" });
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 2, failed: 1 });
    const [first] = far.got.filter(({ id }) => id.includes("zendesk"));
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 0, failed: 0 });
    far.now = new Date(Date.parse(day(1)) + 11_000).toISOString();
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 0, failed: 1 });
    far.now = new Date(Date.parse(day(1)) + 30_000).toISOString();
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 0, failed: 0 });
    far.now = day(2);
    far.answer = () => ({ ended: "sent" });
    expect(await deliverHook(far.context(store), hook)).toEqual({ sent: 2, failed: 0 });
    expect(far.got.filter(({ id }) => id === first?.id).length).toBe(3);
  });

  test("one that fails for a day is given up, and that is known", async () => {
    const [store, far] = [await storeAt(await on.database()), new FarSide()];
    await deliverHook(far.context(store), hook);
    await opened(store, global);
    far.answer = ({ id }) => (id.endsWith("_1") ? { ended: "failed", why: "it answered 500" } : { ended: "sent" });
    for (const n of [1, 2]) {
      far.now = day(n);
      await deliverHook(far.context(store), hook);
    }
    expect((await store.journal.page({ limit: 9 })).items).toMatchObject([
      { kind: "webhook-given-up", payload: { host: "hooks.acme.test", audit: global, n: 1, why: "it answered 500" } },
    ]);
    expect(far.got.at(-1)?.id).toBe("msg_zendesk-global-FY27-Q4_2");
  });

  test("it gets only the kinds and systems it wants", async () => {
    const [store, far] = [await storeAt(await on.database()), new FarSide()];
    const narrow = { ...hook, events: ["snapshot-taken"], systems: ["calendly"] };
    await deliverHook(far.context(store), narrow);
    await opened(store, global);
    await opened(store, calendly);
    far.now = day(1);
    expect(await deliverHook(far.context(store), narrow)).toEqual({ sent: 1, failed: 0 });
    expect(JSON.parse(far.got[0]?.body ?? "{}")).toMatchObject({ type: "audit.snapshot-taken", data: { audit: calendly } });
  });
});
