import { expect, test } from "vitest";
import { source } from "../core/testing/scene.ts";
import type { Running } from "../model/api/audit.ts";
import { laterError } from "../model/errors.ts";
import type { Store } from "../store/store.ts";
import type { Context } from "./context.ts";
import type { ProgressEvent } from "./progress.ts";
import { quiet } from "./testing/quiet-store.ts";
import { toldLive } from "./told-live.ts";

const of = { audit: "zendesk-global/FY27-Q4", system: "zendesk-global", what: "audit" } as const;
const { system } = of;

interface Heard {
  context: Context;
  /** What the command line is told. */
  printed: ProgressEvent[];
  /** What everybody else is told. */
  told: Running[];
  ended: string[];
}

function hearing(store?: Context["store"]): Heard {
  const heard: Omit<Heard, "context"> = { printed: [], told: [], ended: [] };
  let second = 0;
  const live: Store["live"] = {
    ...quiet.live,
    progress: (running) => heard.told.push(running),
    ended: async (audit) => void heard.ended.push(audit),
  };
  const context = {
    actor: "dana@laptop.test",
    clock: () => `2026-11-22T12:00:${String(second++).padStart(2, "0")}.000Z`,
    progress: (event: ProgressEvent) => void heard.printed.push(event),
    store: store ?? (async () => ({ ...quiet, live }) as Store),
  };
  return { ...heard, context: context as unknown as Context };
}

test("everybody is told how far each source is, and that it ended", async () => {
  const { context, printed, told, ended } = hearing();
  const events: ProgressEvent[] = [
    { kind: "audit-started", system, sources: ["users", "groups"] },
    { kind: "rows-read", system, source: "users", rows: 100, expected: 340 },
    { kind: "rows-read", system: "pagerduty", source: "users", rows: 1, expected: null },
    { kind: "waiting", system, reason: "429, for 3 s" },
    { kind: "source-ended", system, source: { ...source("groups", "unavailable"), requests: 2 } },
    { kind: "source-ended", system, source: { ...source("users"), rows: 340, expected: 340, requests: 5 } },
    { kind: "publishing", system, where: "GitLab" },
  ];
  const result = await toldLive(context, of, async (inside) => {
    for (const event of events) inside.progress(event);
    await Promise.resolve();
    return "done";
  });
  expect([result, ended]).toEqual(["done", [of.audit]]);
  expect(printed).toEqual(events);
  expect(told).toHaveLength(1 + events.length - 1);
  const last = told.at(-1);
  expect(last).toMatchObject({
    ...of,
    by: "dana@laptop.test",
    started_at: "2026-11-22T12:00:00.000Z",
    note: "writing to GitLab",
  });
  expect(last?.heard_at).toBe("2026-11-22T12:00:06.000Z");
  expect(last?.sources).toEqual([
    { name: "users", rows: 340, expected: 340, requests: 5, state: "complete", note: null },
    { name: "groups", rows: 0, expected: null, requests: 2, state: "unavailable", note: "groups is unavailable" },
  ]);
});

test("what breaks is told as its end, and thrown on", async () => {
  const { context, ended } = hearing();
  await expect(
    toldLive(context, of, async () => {
      throw laterError("GitLab is away");
    }),
  ).rejects.toThrow("GitLab is away");
  expect(ended).toEqual([of.audit]);
});

test("without a database the work goes on", async () => {
  const { context, printed } = hearing(async () => {
    throw laterError("no database");
  });
  const event: ProgressEvent = { kind: "publishing", system, where: "files" };
  expect(await toldLive(context, of, async ({ progress }) => progress(event))).toBeUndefined();
  expect(printed).toEqual([event]);
});
