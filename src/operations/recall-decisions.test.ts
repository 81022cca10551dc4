import { expect, test } from "vitest";
import { decision, explained } from "../core/testing/follow-up.ts";
import { acceptance, aFinding, aMemory, anExemption, aRemembered, type MemoryParts, saidEvent } from "../core/testing/memory.ts";
import { recallSettled } from "./recall-decisions.ts";
import { aContext, aSystem, memoryStore } from "./testing/memory-store.ts";

const now = "2027-05-03T06:00:00Z";
const { key } = aFinding();
const accepted = acceptance("2026-11-25T09:00:00Z", "2027-06-30");
const said = (...decisions: ReturnType<typeof decision>[]) =>
  saidEvent("note:1", { decisions: decisions.map((one) => ({ key, decision: one })) });

function audit(period: string, openedAt: string, parts: MemoryParts = {}) {
  return aMemory({ ...parts, audit: { id: `zendesk-global/${period}`, period, openedAt, ...parts.audit } });
}

const q4 = (parts: MemoryParts = { events: [said(accepted)] }) => audit("FY27-Q4", "2026-11-20T06:00:00Z", parts);
const q1 = (parts: MemoryParts = {}) => audit("FY28-Q1", "2027-02-01T06:00:00Z", parts);

function recalled(memories: ReturnType<typeof aMemory>[], auditId = "zendesk-global/FY28-Q2") {
  return recallSettled(aContext(memoryStore(memories), now), { system: aSystem, auditId, store: memoryStore(memories) });
}

test("an acceptance is found though the audit in between could not look", async () => {
  const { accepted: found, before } = await recalled([q4(), q1({ findings: [] })]);
  expect(found.get(key)).toMatchObject({ audit: "zendesk-global/FY27-Q4", decision: accepted });
  expect(before.size).toBe(0);
});

test("what was taken back, in whatever later audit, is no acceptance any more", async () => {
  const reopened = decision("reopen", "2027-02-03T09:00:00Z");
  const carried = { steps: [], decisions: [accepted] };
  const later = q1({ findings: [aRemembered(1, { carried })], events: [said(reopened)] });
  expect((await recalled([q4(), later])).accepted.size).toBe(0);
  expect((await recalled([q4(), q1({ findings: [aRemembered(1, { carried })] })])).accepted.size).toBe(1);
});

test("refs are those of this audit; age and place come from the one before", async () => {
  const explanation = explained("2027-02-03T09:00:00Z");
  const before = q1({ events: [saidEvent("note:2", { answers: [{ key, answer: explanation }] })] });
  const settled = await recalled([before, audit("FY28-Q2", "2027-05-01T06:00:00Z", { findings: [aRemembered(7)] })]);
  expect([...settled.refs]).toEqual([["zendesk-global/role-mismatch/account:7", "F7"]]);
  expect(settled.before.get(key)).toMatchObject({ answers: [explanation] });
});

test("the file's exemptions hide no acceptance", async () => {
  const store = memoryStore([q4()]);
  const context = aContext(store, now, { exemptions: [anExemption({ account: "1", until: "2027-12-31" })] });
  const settled = await recallSettled(context, { system: aSystem, auditId: "zendesk-global/FY28-Q1", store });
  expect(settled.accepted.has(key)).toBe(true);
});
