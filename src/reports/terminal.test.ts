import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "./display-width.ts";
import { auditSummary } from "./terminal.ts";
import { hostileView } from "./testing/hostile.ts";
import { aCheck, aFinding, anAuditView, anUnreadSource, aReportView } from "./testing/views.ts";

const ours = /\u001b\[(?:0|1|2|31|32|33|1;31|1;35)m/g;
const plain = { width: 80, colour: false };

describe("auditSummary", () => {
  it("shows what could not be looked at, with the whole reason, before any finding", () => {
    const reason = "the list moved while it was read, three times; run the audit again when nobody edits groups";
    const sources = [anUnreadSource({ name: "groups", status: "failed", reason })];
    const checks = [aCheck(), aCheck({ id: "group-mismatch", outcome: "not-assessed" })];

    const summary = auditSummary(aReportView([anAuditView({ status: "incomplete", sources, checks })]), plain);

    expect(summary.replace(/\s+/g, " ")).toContain(`groups · failed · ${reason}`);
    expect(summary).toContain("Not assessed, 1 of 2 checks: group-mismatch");
    expect(summary.indexOf("could not look")).toBeLessThan(summary.indexOf("F1"));
  });

  it("is worst first over audits", () => {
    const clean = anAuditView({ findings: [] }, { name: "Clean" });
    const low = anAuditView({ findings: [aFinding({ severity: "low" })] }, { name: "Low" });
    const failed = anAuditView({ status: "failed", findings: [], sources: [anUnreadSource()] }, { name: "Failed" });

    const summary = auditSummary(aReportView([clean, low, failed, anAuditView({}, { name: "High" })]), plain);

    expect(summary.match(/^── (\w+)/gm)).toEqual(["── Failed", "── High", "── Low", "── Clean"]);
  });

  it("paints green only what was read whole and has no finding", () => {
    const green = "\u001b[32m";
    const coloured = { width: 80, colour: true };
    const unread = { status: "incomplete", findings: [], sources: [anUnreadSource()] } as const;

    expect(auditSummary(aReportView([anAuditView({ findings: [] })]), coloured)).toContain(green);
    expect(
      auditSummary(aReportView([anAuditView({ ...unread, sources: [...unread.sources], findings: [] })]), coloured),
    ).not.toContain(green);
    expect(auditSummary(aReportView(), coloured)).not.toContain(green);
  });

  it("names how many findings it leaves out and how to see them; `all` leaves out none", () => {
    const findings = Array.from({ length: 62 }, (_, index) => aFinding({ ref: `F${index + 1}`, key: `k${index}` }));
    const view = aReportView([anAuditView({ findings })]);

    expect(auditSummary(view, plain)).toContain("… 37 more: rollcall audit --format csv");
    expect(auditSummary(view, { ...plain, all: true })).toMatch(/F62 .*(?!more)/);
  });

  it.each([80, 140])("names who, what and who answers at %i columns", (width) => {
    const view = aReportView([anAuditView({ findings: [aFinding({ answers_to: { email: "lee@acme.test" } })] })]);

    const summary = auditSummary(view, { width, colour: false });

    for (const part of ["F1", "Dana Whitfield", "has role Security Staff, the roster says Support Staff", "asks lee@acme.test"]) {
      expect(summary).toContain(part);
    }
    expect(summary).toContain("https://gitlab.acme.test/acme/audits/-/issues/12");
  });

  it("lets nothing in a name act on the terminal, and keeps to the width", () => {
    fc.assert(
      fc.property(hostileView, fc.integer({ min: 20, max: 160 }), fc.boolean(), (view, width, colour) => {
        const summary = auditSummary(view, { width, colour });
        const shown = colour ? summary.replace(ours, "") : summary;

        expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(Math.max(...shown.split("\n").map(displayWidth))).toBeLessThanOrEqual(width);
        expect(auditSummary(structuredClone(view), { width, colour })).toBe(summary);
      }),
      { numRuns: 150 },
    );
  });
});
