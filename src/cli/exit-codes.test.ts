import fc from "fast-check";
import { expect, test } from "vitest";
import type { AuditReport } from "../model/report.ts";
import type { Severity } from "../model/severity.ts";
import { exitCodeOfError, exitCodeOfReport, worstExitCode } from "./exit-codes.ts";

function report(
  audits: {
    system?: string;
    status: "complete" | "incomplete" | "failed";
    findings?: { severity: Severity; exempt: object | null }[];
  }[],
): AuditReport {
  return { audits: audits.map((audit) => ({ system: "zendesk-global", findings: [], ...audit })) } as unknown as AuditReport;
}

const nobody = new Set<string>();

test.each([
  ["complete", 0],
  ["incomplete", 3],
  ["failed", 3],
] as const)("an audit that is %s ends with %d", (status, code) => {
  expect(exitCodeOfReport(report([{ status }]), { failOn: null, refused: nobody })).toBe(code);
});

test("a system whose credentials were refused altogether ends with 4, before another's 3", () => {
  const both = report([
    { status: "failed", system: "a" },
    { status: "incomplete", system: "b" },
  ]);
  expect(exitCodeOfReport(both, { failOn: null, refused: new Set(["a"]) })).toBe(4);
});

test.each([
  ["high", "critical", null, 1],
  ["high", "high", null, 1],
  ["high", "medium", null, 0],
  ["high", "critical", { reason: "known" }, 0],
  [null, "critical", null, 0],
] as const)("with --fail-on %s a %s finding (exempt: %j) ends with %d", (failOn, severity, exempt, code) => {
  expect(exitCodeOfReport(report([{ status: "complete", findings: [{ severity, exempt }] }]), { failOn, refused: nobody })).toBe(
    code,
  );
});

test.each([
  ["usage", 2],
  ["configuration", 2],
  ["machine", 2],
  ["stale", 2],
  ["credentials", 4],
  ["later", 3],
  ["platform", 3],
  ["bug", 5],
  ["interrupted", 130],
] as const)("an error %s must act on ends with %d", (actor, code) => {
  expect(exitCodeOfError(actor)).toBe(code);
});

test("the first of 130, 5, 2, 4, 3, 1 that applies wins, in whatever order they come", () => {
  const order = [130, 5, 2, 4, 3, 1, 0];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (codes) => {
      expect(worstExitCode(codes)).toBe(order.find((code) => codes.includes(code)));
    }),
  );
});
