import fc from "fast-check";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, it } from "vitest";
import type { PeriodSeats } from "../model/period-report.ts";
import { displayWidth } from "./display-width.ts";
import { periodJson, periodTable } from "./period.ts";
import { periodHtml } from "./period-html.ts";
import { periodMarkdown } from "./period-markdown.ts";
import { periodPdf } from "./period-pdf.ts";
import { hostileText } from "./testing/hostile.ts";
import { aPeriodReport, aPeriodSystem, periodTotals } from "./testing/period.ts";

const words = (text: string) => text.replace(/\s+/g, " ");
const hostileReport = (text: string) =>
  aPeriodReport({
    organization: text,
    systems: [
      aPeriodSystem({
        name: text,
        unseen: [{ source: text, status: "failed", reason: text }],
        waiver: { by: text, reason: text },
      }),
    ],
  });

describe("in a terminal", () => {
  it("says what is done, open, waived, and how long it took, against periods before", () => {
    const text = words(periodTable(aPeriodReport(), { width: 120, colour: false }));

    expect(text).toContain("Acme Support: access audits FY27-Q4 2026-11-01 to 2027-01-31, as of 2026-12-10 09:00 UTC");
    expect(text).toContain("Audits: 1 done · 1 waived · 1 not begun");
    expect(text).toContain("12 found, 9 settled (2 accepted), 3 open · median 4, worst 12 days");
    expect(text).toContain("seats 109 of 120 used, 4 idle");
    expect(text).toContain("FY27-Q4 FY27-Q3 FY27-Q2 FY27-Q1 FY26-Q4");
    expect(text).toContain("findings 12 20 21 22 23");
  });

  it("fits every width, and says which periods do not", () => {
    for (const width of [20, 40, 60, 80, 200]) {
      const lines = periodTable(aPeriodReport(), { width, colour: false }).split("\n");
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
      if (width >= 40) expect(lines.join("\n")).not.toContain("…");
    }
    expect(periodTable(aPeriodReport(), { width: 60, colour: false })).toMatch(/not shown for want of width: .*FY26-Q4/);
  });

  it("acts on nobody's terminal", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(periodTable(hostileReport(text), { width: 80, colour: false })).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
        );
      }),
    );
  });
});

it("says of seats what is not known", () => {
  const seats = { bought: null, used: 133, idle: null, could_be_saved: [], at_least: { used: false, idle: true } };
  const text = (total: PeriodSeats) =>
    words(periodTable(aPeriodReport({ systems: [aPeriodSystem({ seats: total })] }), { width: 200, colour: false }));

  expect(text(seats)).toContain("seats 133 used, idle not known");
  expect(text({ ...seats, idle: 4 })).toContain("seats 133 used, at least 4 idle");
});

describe("what nobody could look at", () => {
  const lines = [
    "Calendly: no audit was begun, so nothing is known of it",
    "Zendesk US Federal, api-tokens: could not look (refused): 403: an admin's token is needed; waived by kim@acme.test: reviewed by hand",
  ];

  it("is said in every form, and hatched on the page", async () => {
    const html = periodHtml(aPeriodReport());
    const read = html.replaceAll("&#39;", "'");
    for (const line of lines) {
      expect(words(periodTable(aPeriodReport(), { width: 200, colour: false }))).toContain(line);
      expect(read).toContain(line);
      expect(await pdfText()).toContain(line);
    }
    expect(html).toContain('<div class="hatched" role="note">');
    expect(html).toContain('<td class="unread">all</td>');
    expect(periodMarkdown(aPeriodReport())).toContain("nothing is known of it");
  });

  it("is not said where there is nothing of it", () => {
    const clean = aPeriodReport({ systems: [aPeriodSystem()], total: periodTotals("FY27-Q4", { unseen: 0 }) });

    expect(periodHtml(clean)).toContain("Everything could be looked at.");
    expect(periodTable(clean, { width: 100, colour: false })).not.toContain("Could not look at");
  });
});

async function pdfText(): Promise<string> {
  const { text } = await readPdf();
  return text;
}

async function readPdf(report = aPeriodReport()): Promise<{ text: string; pages: number }> {
  const loading = getDocument({ data: new Uint8Array(await periodPdf(report)), verbosity: 0, useWorkerFetch: false });
  const document = await loading.promise;
  const page = await document.getPage(1);
  const texts = (await page.getTextContent()).items.map((item) => ("str" in item ? item.str : ""));
  const pages = document.numPages;
  await loading.destroy();
  return { text: words(texts.join(" ")), pages };
}

it("is one page as a PDF, the same each time", async () => {
  const { text, pages } = await readPdf();

  expect(pages).toBe(1);
  const systems = [
    ...aPeriodReport().systems,
    ...["PagerDuty", "GitLab.com", "GitLab projects", "1Password", "Lab directory", "Training portal"].map((name) =>
      aPeriodSystem({ name }),
    ),
  ];
  expect((await readPdf(aPeriodReport({ systems }))).pages).toBe(1);
  expect(text).toContain("Audits done 1 of 3 Waived 1 Open findings 3 of 12");
  expect(Buffer.from(await periodPdf(aPeriodReport())).equals(Buffer.from(await periodPdf(aPeriodReport())))).toBe(true);
});

it("is HTML in which nobody's name is a tag", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const tags = (page: string) => page.replace(/<style>[^<]*<\/style>/, "").match(/<[a-z/!][^>]*>/g);

      expect(tags(periodHtml(hostileReport(`x${text}`)))).toEqual(tags(periodHtml(hostileReport("x"))));
    }),
  );
});

it("is JSON of the documented schema", () => {
  expect(JSON.parse(periodJson(aPeriodReport()))).toEqual(aPeriodReport());
});
