import { expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import type { AuditStatus, AuditView } from "../model/report.ts";
import type { Severity } from "../model/severity.ts";
import { worstFirst } from "./worst-first.ts";

function audit(system: string, status: AuditStatus, ...found: Severity[]): AuditView {
  const findings = found.map((severity) => ({ severity, exempt: null }) as Finding);
  return { audit: { system, status, findings } } as unknown as AuditView;
}

const order = (...audits: AuditView[]) => worstFirst(audits).map((one) => one.audit.system);

test("what could not be read goes before what was, whatever was found in it", () => {
  expect(order(audit("a", "complete", "critical"), audit("b", "incomplete"), audit("c", "failed"))).toEqual(["c", "b", "a"]);
});

test("more critical ones go first, then more high ones; many low ones weigh nothing against one worse", () => {
  const three = audit("three", "complete", "critical", "critical", "critical", "high", "low", "low", "low");
  const four = audit("four", "complete", "critical", "critical", "critical", "critical");
  const also = audit("also", "complete", "critical", "critical", "critical", "high", "high");
  expect(order(audit("none", "complete"), three, audit("low", "complete", "low", "low"), four, also)).toEqual([
    "four",
    "also",
    "three",
    "low",
    "none",
  ]);
});

test("equally bad ones stay in their order, and accepted findings are no longer bad", () => {
  const accepted = audit("accepted", "complete", "critical");
  for (const finding of accepted.audit.findings) finding.exempt = { reason: "agreed", until: "2027-01-31" };
  expect(order(accepted, audit("a", "complete", "low"), audit("b", "complete", "low"))).toEqual(["a", "b", "accepted"]);
});
