import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Slots } from "./slots.ts";
import { json, listen, rig, send } from "./testing/loopback.ts";

const { signal } = new AbortController();

describe("slots", () => {
  it("are never more than there are, and everybody gets one, in the order they came; who is aborted takes none", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (scheduler, most, aborted) => {
          const slots = new Slots(most);
          const order: number[] = [];
          let held = 0;
          let highest = 0;
          const users = aborted.map(async (isAborted, index) => {
            const stop = new AbortController();
            const taken = slots.take(stop.signal);
            // Only who has to wait can be stopped while waiting.
            if (isAborted) stop.abort();
            try {
              await taken;
            } catch {
              return "stopped";
            }
            order.push(index);
            held += 1;
            highest = Math.max(highest, held);
            await scheduler.schedule(Promise.resolve());
            held -= 1;
            slots.give();
            return "done";
          });
          const ends = await scheduler.waitFor(Promise.all(users));
          expect(highest).toBeLessThanOrEqual(most);
          expect(order).toEqual(ends.flatMap((end, index) => (end === "done" ? [index] : [])));
          for (const [index, isAborted] of aborted.entries()) if (!isAborted) expect(ends[index]).toBe("done");
          // Nothing was lost on the way: all of them can be taken again.
          await Promise.all(Array.from({ length: most }, () => slots.take(signal)));
          const { promise, resolve } = Promise.withResolvers<string>();
          void slots.take(signal).then(() => resolve("late"));
          expect(await Promise.race([promise, Promise.resolve("waits")])).toBe("waits");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("are refused to who is interrupted already", async () => {
    const stop = AbortSignal.abort();
    const slots = new Slots(1);
    await expect(slots.take(stop)).rejects.toMatchObject({ actor: "interrupted" });
    await slots.take(signal);
  });
});

/** What the server does with one request. */
const deeds = fc.constantFrom("answer", "slow", "reset", "busy", "throttle", "refuse");

describe("several clients with the same slots", () => {
  test("have no more requests on the wire than there are slots, and every one is sent", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.record({ concurrency: fc.integer({ min: 1, max: 4 }), requests: fc.array(deeds, { maxLength: 8 }) }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (most, systems) => {
          const slots = new Slots(most);
          const wire = { now: 0, highest: 0, seen: new Set<string>() };
          const server = await listen((response, { path }) => {
            wire.now += 1;
            wire.highest = Math.max(wire.highest, wire.now);
            const isFirst = !wire.seen.has(path);
            wire.seen.add(path);
            const deed = isFirst ? path.split("/").at(-1) : "answer";
            const over = () => {
              wire.now -= 1;
              if (deed === "reset") response.destroy();
              else if (deed === "throttle") json(response, {}, { status: 429, headers: { "Retry-After": "1" } });
              else json(response, {}, { status: deed === "busy" ? 503 : deed === "refuse" ? 404 : 200 });
            };
            if (deed === "slow") setImmediate(() => setImmediate(over));
            else over();
          });
          const ended = systems.map(({ concurrency, requests }, system) => {
            const { client } = rig(server.base, { slots, concurrency });
            return Promise.allSettled(requests.map((deed, index) => client.send(`/${system}/${index}/${deed}`, { signal })));
          });
          const ends = (await Promise.all(ended)).flat();
          const asked = systems.flatMap(({ requests }, system) => requests.map((deed, index) => `/${system}/${index}/${deed}`));
          expect(wire.highest).toBeLessThanOrEqual(most);
          expect([...wire.seen].sort()).toEqual(asked.sort());
          expect(ends.filter(({ status }) => status === "rejected")).toHaveLength(
            asked.filter((path) => path.endsWith("refuse")).length,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test("one that waits for its own budget holds none: the others go on, whose only slot it would be", async () => {
    const slots = new Slots(1);
    const empty = { "x-rate-limit-remaining": "0", "ratelimit-reset": "30" };
    const held = await listen((response, _request, n) => json(response, {}, { headers: n === 0 ? empty : {} }));
    const free = await listen((response) => json(response, {}));
    const waiting = rig(held.base, { slots });
    const { promise: window, resolve: nextWindow } = Promise.withResolvers<void>();
    waiting.clock.sleep = async (ms) => {
      await window;
      waiting.clock.time += ms;
    };
    const other = rig(free.base, { slots });
    await waiting.client.send("/first", { signal });
    const second = waiting.client.send("/second", { signal });
    for (let turn = 0; turn < 3; turn += 1) await other.client.send(`/${turn}`, { signal });
    expect(held.heard).toHaveLength(1);
    nextWindow();
    await second;
  });

  test("one that renews its credentials holds none: a client for tokens may have the same slots", async () => {
    const slots = new Slots(1);
    const tokens = await listen((response) => json(response, { token: "example" }));
    const forTokens = rig(tokens.base, { slots }).client;
    const server = await listen((response, { headers }) =>
      headers.authorization === "Bearer 2" ? json(response, {}) : send(response, "{}", { status: 401 }),
    );
    let generation = 0;
    const authorizer = {
      async headers() {
        if (generation === 0) await forTokens.send("/token", { signal });
        generation = Math.max(1, generation);
        return { Authorization: `Bearer ${generation}` };
      },
      async renew() {
        await forTokens.send("/token", { signal });
        generation += 1;
        return true;
      },
    };
    const { client } = rig(server.base, { slots, authorizer });
    await Promise.all([client.send("/a", { signal }), client.send("/b", { signal }), client.send("/c", { signal })]);
    expect(tokens.heard.length).toBeGreaterThan(1);
  });

  test("an abort gives the slot back", async () => {
    const slots = new Slots(1);
    const silent = await listen(() => {});
    const stop = new AbortController();
    const stuck = rig(silent.base, { slots }).client.send("/x", { signal: stop.signal });
    const server = await listen((response) => json(response, {}));
    const next = rig(server.base, { slots }).client.send("/y", { signal });
    stop.abort();
    await expect(stuck).rejects.toMatchObject({ actor: "interrupted" });
    expect((await next).status).toBe(200);
  });
});

test("every client of a run is given the run's slots", () => {
  const source = join(import.meta.dirname, "..");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|(?:^|\/)testing\/|^http\//.test(file))
    .filter((file) => /createHttpClient\(|gitlabClient\(/.test(readFileSync(join(source, file), "utf8")));
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => !/\bslots\b|\bclientOptions\(/.test(readFileSync(join(source, file), "utf8")))).toEqual([]);
});
