import { expect, it } from "vitest";
import type { SystemConfig } from "../model/config.ts";
import type { StoredAudit } from "../model/memory.ts";
import { contextWork, type Store } from "./context-work.ts";

const audit = (more: Partial<StoredAudit>): StoredAudit => ({
  ...{
    id: "a/FY27-Q3",
    system: "a",
    period: "FY27-Q3",
    state: "draft",
    openedAt: "2026-08-01T06:00:05.000Z",
    issue: null,
    dueAt: null,
  },
  ...more,
});

/** @param readAt when each audit was last read as a whole */
function workOn(audits: StoredAudit[], readAt: Record<string, string> = {}) {
  const asked: string[] = [];
  const store = {
    audits: async ({ ended }: { ended?: boolean }) =>
      audits.filter(({ state }) => ended === undefined || (state === "closed") === ended),
    memory: async (id: string) => {
      asked.push(id);
      return readAt[id] ? { last: { whole: { takenAt: readAt[id] } } } : null;
    },
  } as unknown as Store;
  const systems = ["a", "b"].map((id) => ({ id }) as SystemConfig);
  const work = contextWork({
    config: { systems, timeZone: "UTC", fiscalYearStarts: "february", webhooks: [], keepSnapshots: 400 },
    store: async () => store,
    using: () => Promise.reject(new Error("no job is done here")),
  });
  return { work, asked };
}

const since = "2026-08-01T06:00:00.000Z";
const now = "2026-08-20T12:00:00.000Z";

it("an audit read whole since the recheck was scheduled need not be read again", async () => {
  const read = { "a/FY27-Q3": "2026-08-02T04:10:00.000Z" };
  const { work } = workOn([audit({})], read);
  expect(await work.unrechecked({ since: "2026-08-02T04:00:00.000Z" })).toEqual([]);
  expect(await work.unrechecked({ since: "2026-08-03T04:00:00.000Z" })).toEqual(["a/FY27-Q3"]);
});

it("a system without an audit in the period is unread, also weeks after the day", async () => {
  expect(await workOn([]).work.unread({ since, now })).toEqual(["a", "b"]);
  expect(await workOn([audit({})]).work.unread({ since, now })).toEqual(["b"]);
});

it("in a period without a scheduled day nothing is", async () => {
  expect(await workOn([]).work.unread({ since, now: "2026-11-22T12:00:00.000Z" })).toEqual([]);
});

it("an audit opened by hand before the day is read again on the day, once", async () => {
  const opened = audit({ openedAt: "2026-08-01T00:10:00.000Z" });
  expect(await workOn([opened], { "a/FY27-Q3": "2026-08-01T00:10:00.000Z" }).work.unread({ since, now })).toEqual(["a", "b"]);
  const { work, asked } = workOn([opened], { "a/FY27-Q3": "2026-08-01T06:01:00.000Z" });
  expect(await work.unread({ since, now })).toEqual(["b"]);
  expect(await work.unread({ since, now })).toEqual(["b"]);
  expect(asked).toEqual(["a/FY27-Q3"]);
});

it("an audit that is closed is not opened again by the schedule", async () => {
  const closed = audit({ openedAt: "2026-08-01T00:10:00.000Z", state: "closed" });
  expect(await workOn([closed]).work.unread({ since, now })).toEqual(["b"]);
});

it("a clock that went back opens no audit of a period that is over", async () => {
  const past = { since: "2026-02-01T06:00:00.000Z", now: "2026-02-03T12:00:00.000Z" };
  expect(await workOn([audit({})]).work.unread(past)).toEqual(["b"]);
});

it("what is due is due by our clock, of systems that are configured, in audits that are not ended", async () => {
  const audits = [
    audit({ dueAt: now }),
    audit({ id: "b/FY27-Q3", system: "b", dueAt: "2026-08-20T12:00:00.001Z" }),
    audit({ id: "b/FY27-Q1", system: "b", dueAt: since, state: "closed" }),
    audit({ id: "gone/FY27-Q3", system: "gone", dueAt: since }),
  ];
  const { work } = workOn(audits);
  expect(await work.dueAudits(now)).toEqual(["a/FY27-Q3"]);
  expect(await work.openAudits()).toEqual([
    { id: "a/FY27-Q3", issue: null },
    { id: "b/FY27-Q3", issue: null },
  ]);
});
