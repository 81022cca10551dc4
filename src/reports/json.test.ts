import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditJson } from "./json.ts";
import { hostileView } from "./testing/hostile.ts";
import { aFinding, anAuditView, aReportView } from "./testing/views.ts";

describe("auditJson", () => {
  it("has the keys of the contract in their order, and only those", () => {
    const finding = { ...aFinding({ credential: { id: "1", name: null } }), stray: 1 };
    const view = aReportView([anAuditView({ findings: [finding], resolved: [{ key: "a" }] })]);
    const keys: string[] = [];

    JSON.parse(auditJson(view), (key, value) => {
      if (value && typeof value === "object" && !Array.isArray(value)) keys.push(`${key}: ${Object.keys(value).join(" ")}`);
      return value;
    });

    expect(keys).toEqual([
      "roster: source revision people",
      "0: name status rows expected requests sha256 reason",
      "counts: accounts full light admin suspended",
      "0: id outcome assessed failing exempt unknown reason",
      "account: id email name url",
      "person: email name",
      "credential: id name",
      "answers_to: email",
      "0: key ref check severity account person credential resource expected observed message roster_at source fixes answers_to change exempt",
      "0: key",
      "issue: url iid",
      "0: system platform status sources counts state checks findings resolved issue",
      ": schema organization period generated_at roster audits",
    ]);
  });

  it("is pretty, ends with a line break, and holds the texts as they were", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const json = auditJson(view);

        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(view.report)));
        expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069]/u);
        expect(json.endsWith("\n}\n")).toBe(true);
        expect(auditJson(structuredClone(view))).toBe(json);
      }),
      { numRuns: 50 },
    );
  });
});
