import { expect, it, onTestFinished, vi } from "vitest";
import type { LiveEvent } from "../model/api/live.ts";
import type { Store } from "./context-work.ts";
import { liveHub } from "./live-hub.ts";

type Listener = Parameters<Store["live"]["listen"]>[0];

/** A database of which only the listening is there. */
function database() {
  const listeners = new Set<Listener>();
  const listen = vi.fn(async (listener: Listener) => {
    listeners.add(listener);
    return { stop: async () => void listeners.delete(listener) };
  });
  const say = (event: LiveEvent & { audit: string }) => {
    for (const listener of listeners) listener.event(event);
  };
  return { store: { live: { listen } } as unknown as Store, listen, listeners, say };
}

function reader() {
  const heard: LiveEvent[] = [];
  return { heard, event: (event: LiveEvent) => void heard.push(event), end: vi.fn(), doubt: vi.fn() };
}

const anew = { kind: "anew" };
const changed = (audit: string) => ({ kind: "changed" as const, audit });

function hubOf(store: () => Promise<Store>, every = 60_000) {
  const hub = liveHub({ store, every });
  onTestFinished(() => hub.close());
  return hub;
}

it("listens once for however many there are, and not at all for nobody", async () => {
  const { store, listen, listeners, say } = database();
  const hub = hubOf(async () => store);
  const readers = Array.from({ length: 50 }, reader);
  const leave = readers.map((one) => hub.join(one));
  await vi.waitFor(() => expect(listeners.size).toBe(1));
  say(changed("a/FY27-Q4"));
  for (const { heard } of readers) expect(heard).toEqual([anew, changed("a/FY27-Q4")]);
  expect(listen).toHaveBeenCalledTimes(1);
  for (const one of leave) one();
  await vi.waitFor(() => expect(listeners.size).toBe(0));
});

it("tells nobody who left", async () => {
  const { store, listeners, say } = database();
  const hub = hubOf(async () => store);
  const [stays, leaves] = [reader(), reader()];
  hub.join(stays);
  const leave = hub.join(leaves);
  await vi.waitFor(() => expect(listeners.size).toBe(1));
  leave();
  say(changed("a/FY27-Q4"));
  expect([stays.heard, leaves.heard]).toEqual([[anew, changed("a/FY27-Q4")], [anew]]);
});

it("goes over to the database that took the place of the old one, and says that something may be missed", async () => {
  const [first, second] = [database(), database()];
  let now: Store | null = first.store;
  const hub = hubOf(async () => {
    if (!now) throw new Error("away");
    return now;
  }, 5);
  const one = reader();
  hub.join(one);
  await vi.waitFor(() => expect(first.listeners.size).toBe(1));
  now = null;
  await new Promise((resolve) => setImmediate(resolve));
  now = second.store;
  await vi.waitFor(() => expect(second.listeners.size).toBe(1));
  await vi.waitFor(() => expect(one.heard).toEqual([anew, anew]));
  expect(first.listeners.size).toBe(0);
  second.say(changed("a/FY27-Q4"));
  expect(one.heard.at(-1)).toEqual(changed("a/FY27-Q4"));
});

it("says that something may be missed when a connection that broke is back", async () => {
  const { store, listeners } = database();
  const hub = hubOf(async () => store);
  const one = reader();
  hub.join(one);
  await vi.waitFor(() => expect(listeners.size).toBe(1));
  await vi.waitFor(() => expect(one.heard).toEqual([anew]));
  for (const { state } of listeners) state?.("away");
  expect(one.heard).toEqual([anew]);
  for (const { state } of listeners) state?.("back");
  expect(one.heard).toEqual([anew, anew]);
});

it("tells who comes while the database is away when they begin to hear", async () => {
  const { store, listeners } = database();
  let isAway = true;
  const hub = hubOf(async () => {
    if (isAway) throw new Error("away");
    return store;
  }, 5);
  const one = reader();
  hub.join(one);
  await new Promise((resolve) => setImmediate(resolve));
  expect(one.heard).toEqual([]);
  isAway = false;
  await vi.waitFor(() => expect(one.heard).toEqual([anew]));
  expect(listeners.size).toBe(1);
  const later = reader();
  hub.join(later);
  expect(later.heard).toEqual([anew]);
});

it("ends everybody when the server ends", async () => {
  const { store, listeners } = database();
  const hub = hubOf(async () => store);
  const one = reader();
  hub.join(one);
  await vi.waitFor(() => expect(listeners.size).toBe(1));
  await hub.close();
  expect(one.end).toHaveBeenCalledTimes(1);
  expect(listeners.size).toBe(0);
});
