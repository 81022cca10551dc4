import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlOf } from "./html-evidence.ts";
import { anEvidenceFinding, anEvidenceSource, anEvidenceView, anUnseenSource } from "./testing/evidence.ts";
import { hostileText } from "./testing/hostile.ts";
import { aFinding } from "./testing/views.ts";

/** A page with `text` wherever somebody outside may have written something. */
function hostilePage(text: string): string {
  const finding = aFinding({ message: text, observed: text, account: { id: text, name: text, email: text, url: text } });
  const one = anEvidenceFinding({
    finding,
    stands: text,
    answers: [{ kind: "explain", by: text, at: "2026-11-23T10:00:00Z", reason: text }],
    decisions: [{ kind: "reject", by: text, at: "2026-11-23T11:00:00Z", until: null, reason: text }],
  });
  const { review } = anEvidenceView();
  return htmlOf(
    anEvidenceView({
      findings: [one],
      sources: [anUnseenSource({ query: text, reason: text })],
      review: review && { ...review, by: text, sentence: text, waiver: text },
      exemptions: [{ covers: text, reason: text, approver: text, until: "2027-03-01", at: text }],
      events: [{ n: 1, at: "2026-11-22T06:00:00Z", actor: text, sentence: text, reason: text, refs: [text] }],
      issue: { url: text, iid: 1 },
    }),
  );
}

const tags = (page: string) => [...page.replace(/<style>[^<]*<\/style>/, "").matchAll(/<\/?[a-z][a-z0-9]*/g)].map(([tag]) => tag);

describe("htmlOf", () => {
  it("makes no tag of what people wrote", () => {
    const tame = tags(hostilePage("x"));
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = hostilePage(`x${text}`);

        expect(tags(page).filter((tag) => tag !== "<a" && tag !== "</a")).toEqual(tame);
        expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(page).not.toMatch(/href="(?!https?:)/);
      }),
      { numRuns: 100 },
    );
  });

  it("says who signed what, how each finding stands, and what proves it", () => {
    const page = htmlOf(anEvidenceView());

    expect(page).toContain("I reviewed the access of all 340 accounts");
    expect(page).toContain("fixed, by dana@acme.test, 2026-11-23 10:00 UTC: asked for the right role");
    expect(page).toContain("gone in reading 2, 2026-11-24 06:00 UTC");
    expect(page).toContain("listing of 2026-11-22 06:02 UTC, by lee@laptop");
    expect(page).toContain("0123456789abcdef".repeat(4));
    expect(page).toContain("asked dana@acme.test");
  });

  it("hatches what nobody could look at, and never calls it clean", () => {
    const sources = [anEvidenceSource(), anUnseenSource()];

    const page = htmlOf(anEvidenceView({ status: "incomplete", sources, findings: [], review: null }));

    expect(page).toContain('<div class="hatched" role="note">');
    expect(page).toContain('<dd class="unread">1 of 2</dd>');
    expect(page).toContain('<span class="unread">could not look (refused)</span>');
    expect(page).toContain("No findings in what could be read.");
    expect(page).toContain("Nobody has signed this audit.");
  });

  it("needs nothing from elsewhere, and is the same each time", () => {
    const page = htmlOf(anEvidenceView());

    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=/);
    expect(htmlOf(structuredClone(anEvidenceView()))).toBe(page);
  });
});
