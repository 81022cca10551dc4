import { getEventListeners } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Clock, systemClock } from "./clock.ts";
import { listen, rig, send } from "./testing/loopback.ts";

const interrupted = { actor: "interrupted" };

test("an abort before the request sends nothing", async () => {
  const server = await listen((response) => send(response, ""));
  const { client } = rig(server.base);
  await expect(client.send("/x", { signal: AbortSignal.abort() })).rejects.toMatchObject(interrupted);
  expect(server.heard).toHaveLength(0);
});

test("an abort in the middle of a request closes its socket, and lets nobody else wait", async () => {
  const stop = new AbortController();
  const closed = Promise.withResolvers<void>();
  const server = await listen((response) => {
    response.on("close", () => closed.resolve());
    response.writeHead(200).write("[");
    stop.abort();
  });
  const { client } = rig(server.base, { concurrency: 1 });
  const requests = [client.send("/x", { signal: stop.signal }), client.send("/y", { signal: stop.signal })];
  for (const one of await Promise.allSettled(requests)) expect(one).toMatchObject({ status: "rejected", reason: interrupted });
  await closed.promise;
  expect(server.heard).toHaveLength(1);
});

test("an abort during a wait ends it", async () => {
  const stop = new AbortController();
  const server = await listen((response) => send(response, "", { status: 503, headers: { "Retry-After": "60" } }));
  const { client } = rig(server.base, { clock: systemClock, onFailure: () => setImmediate(() => stop.abort()) });
  await expect(client.send("/x", { signal: stop.signal })).rejects.toMatchObject(interrupted);
});

test("an abort while everyone is held by a 429 ends it", async () => {
  const stop = new AbortController();
  const server = await listen((response) => send(response, "", { status: 429, headers: { "Retry-After": "60" } }));
  const alarms: AbortSignal[] = [];
  const clock: Clock = {
    now: systemClock.now,
    sleep(ms, signal) {
      alarms.push(signal);
      return systemClock.sleep(ms, signal);
    },
  };
  const { client } = rig(server.base, { clock, onFailure: () => setImmediate(() => stop.abort()) });
  const requests = Array.from({ length: 20 }, () => client.send("/x", { signal: stop.signal }));
  for (const one of await Promise.allSettled(requests)) expect(one).toMatchObject({ status: "rejected", reason: interrupted });
  // No timer is left that would keep the process from ending.
  expect(alarms.map(({ aborted }) => aborted)).toEqual([true]);
});

test("an aborted request gives its place to the next", async () => {
  const stop = new AbortController();
  const server = await listen((response, { path }) => {
    if (path === "/hangs") stop.abort();
    else send(response, "done");
  });
  const { client, signal } = rig(server.base, { concurrency: 1 });
  const [first, second] = await Promise.allSettled([
    client.send("/hangs", { signal: stop.signal }),
    client.send("/x", { signal }),
  ]);
  expect(first).toMatchObject({ status: "rejected", reason: interrupted });
  expect(second).toMatchObject({ status: "fulfilled", value: { text: "done" } });
});

test("a finished request leaves nothing behind: no listener, no timer", async () => {
  const set = vi.spyOn(globalThis, "setTimeout");
  const clear = vi.spyOn(globalThis, "clearTimeout");
  onTestFinished(() => void vi.restoreAllMocks());
  const server = await listen((response) => send(response, "done"));
  const { client, signal } = rig(server.base, { timeoutMs: 12_345 });
  await Promise.all([client.send("/x", { signal }), client.send("/y", { signal })]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  const late = set.mock.results.filter((_result, at) => set.mock.calls[at]?.[1] === 12_345).map(({ value }) => value);
  expect(late).toHaveLength(2);
  for (const timer of late) expect(clear).toHaveBeenCalledWith(timer);
});

test("the system's clock sleeps, and wakes at an abort", async () => {
  await systemClock.sleep(1, new AbortController().signal);
  await expect(systemClock.sleep(1, AbortSignal.abort())).rejects.toMatchObject(interrupted);
  const stop = new AbortController();
  const sleep = systemClock.sleep(60_000, stop.signal);
  stop.abort();
  await expect(sleep).rejects.toMatchObject(interrupted);
});
