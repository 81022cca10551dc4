import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlReport } from "./html.ts";
import { html } from "./html-template.ts";
import { hostileText, hostileView } from "./testing/hostile.ts";
import { anAuditView, anUnreadSource, aReportView } from "./testing/views.ts";
import { visibleText } from "./text.ts";

const attribute = / (?:aria-hidden|charset|class|content|http-equiv|lang|name|rel|role|scope)="[^"<>]*"| href="https?:[^"<>]*"/
  .source;
const names = [
  ...[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "h3",
    "p",
    "time",
    "dl",
    "dt",
    "dd",
    "div",
    "section",
  ],
  ...[
    "header",
    "strong",
    "small",
    "span",
    "ul",
    "li",
    "i",
    "a",
    "br",
    "bdi",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
  ],
];
const ours = new RegExp(`^</?(?:${names.join("|")})(?:${attribute})*>$|^<!doctype html>$`);

describe("html", () => {
  it("escapes what is put in, but not what it made itself", () => {
    const inner = html`<b>${"a & b"}</b>`;

    expect(html`<i title="${'">'}">${[inner, null, 3]}</i>`.toString()).toBe('<i title="&quot;&gt;"><b>a &amp; b</b>3</i>');
  });

  it("gives back every text to a reader", () => {
    const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", "#96": "`" };
    fc.assert(
      fc.property(hostileText, (text) => {
        const markup = html`${visibleText(text)}`.toString();

        expect(markup).not.toMatch(/[<>"'`]/);
        expect(markup.replace(/&([a-z0-9#]+);/g, (_, name: string) => entities[name] ?? "?")).toBe(visibleText(text));
      }),
    );
  });
});

describe("htmlReport", () => {
  it("holds no tag, attribute or address that comes from data", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const page = htmlReport(view);

        expect(
          page
            .replace(/<style>[^<]*<\/style>/, "")
            .match(/<[^>]*>?/g)
            ?.filter((tag) => !ours.test(tag)),
        ).toEqual([]);
        expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(htmlReport(structuredClone(view))).toBe(page);
      }),
      { numRuns: 100 },
    );
  });

  it("needs nothing from elsewhere", () => {
    const page = htmlReport(aReportView());

    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=/);
    expect(page).toContain('<html lang="en">');
    expect(page.match(/<table>/g)?.length).toBe(page.match(/<caption>/g)?.length);
  });

  it("hatches what could not be looked at, and shows no calm mark in such an audit", () => {
    const view = anAuditView({ status: "incomplete", sources: [anUnreadSource()], findings: [] });

    const page = htmlReport(aReportView([view]));

    expect(page).toContain('<div class="hatched" role="note">');
    expect(page).toContain('<i class="unseen"></i>');
    expect(page).not.toContain('<i class=""></i>');
  });
});
