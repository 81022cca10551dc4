import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pdfOf } from "./pdf.ts";
import { printable } from "./pdf-file.ts";
import { findingBlocks } from "./pdf-finding.ts";
import { anEvidenceFinding, anEvidenceView, anUnseenSource } from "./testing/evidence.ts";
import { aFinding } from "./testing/views.ts";

interface Read {
  pages: number;
  text: string;
  title: string;
  links: string[];
}

/** As another program reads it. */
async function readBack(bytes: Uint8Array): Promise<Read> {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useWorkerFetch: false });
  const document = await loading.promise;
  const texts: string[] = [];
  const links: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    for (const item of (await page.getTextContent()).items) if ("str" in item) texts.push(item.str);
    for (const { url } of await page.getAnnotations()) links.push(url);
  }
  const { info } = await document.getMetadata();
  await loading.destroy();
  const text = texts.join(" ").replace(/\s+/g, " ");
  return { pages: document.numPages, text, title: (info as { Title: string }).Title, links };
}

function about(name: string) {
  const finding = aFinding({ account: { id: "1", name, email: "one@acme.test", url: null }, message: "is somebody else" });
  return anEvidenceView({ findings: [anEvidenceFinding({ finding })] });
}

afterEach(() => {
  vi.useRealTimers();
});

describe("pdfOf", () => {
  it("says who, when and what, and numbers its pages", async () => {
    const { text, title, pages, links } = await readBack(await pdfOf(anEvidenceView()));

    expect(title).toBe("Zendesk Global: access audit FY27-Q4");
    expect(text).toContain("Acme Support · zendesk-global/FY27-Q4 · zendesk · closed");
    expect(text).toContain("I reviewed the access of all 340 accounts of Zendesk Global");
    expect(text).toContain(`1 of ${pages}`);
    expect([...new Set(links)]).toEqual(["https://gitlab.acme.test/acme/audits/-/issues/12"]);
  });

  it("has of each finding what was said, seen and done, and the ledger of each source", async () => {
    const { text } = await readBack(await pdfOf(anEvidenceView()));

    expect(text).toContain("Dana Whitfield dana@acme.test");
    expect(text).toContain("fixed, by dana@acme.test, 2026-11-23 10:00 UTC: asked for the right role");
    expect(text).toContain("gone in reading 2, 2026-11-24 06:00");
    expect(text).toContain("used while it was wrong, wrong since 2026-10-31");
    expect(text).toContain("GET /api/v2/users.json?role[]=admin&role[]=agent");
    expect(text.replaceAll(" ", "")).toContain("0123456789abcdef".repeat(4));
    expect(text).toContain("role-mismatch fail 50 1 0 0");
    expect(text).toContain("exemptions.yaml:12");
  });

  it("says what nobody could look at, and that nobody has signed", async () => {
    const view = anEvidenceView({ status: "incomplete", sources: [anUnseenSource()], findings: [], review: null });

    const { text } = await readBack(await pdfOf(view));

    expect(text).toContain("Incomplete: could not look at 1 of 1 source. What was not seen is not cleared.");
    expect(text).toContain("api-tokens: could not look (refused): 403: an admin's token is needed");
    expect(text).toContain("Not assessed: mfa-disabled");
    expect(text).toContain("No findings in what could be read.");
    expect(text).toContain("Nobody has signed this audit.");
  });

  it("shows Latin, Greek and Cyrillic names as they are, and others by number", async () => {
    for (const name of ["Zoë Łukasiewicz-Nguyễn", "Γιώργος Παπαδόπουλος", "Елена Щукина"]) {
      expect((await readBack(await pdfOf(about(name)))).text).toContain(name);
    }
    expect((await readBack(await pdfOf(about("張偉 Li")))).text).toContain("‹U+5F35 U+5049› Li");
  });

  it("keeps a name of 200 letters on the page", async () => {
    const { text } = await readBack(await pdfOf(about("W".repeat(200))));

    expect(text.replaceAll(" ", "")).toContain("W".repeat(200));
    expect(text).not.toContain("W".repeat(60));
  });

  it("fetches nothing and opens nothing, whatever a name says", async () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    const view = about("http://127.0.0.1:9/x.png file:///etc/passwd {{image}} <svg onload=1>");

    const { text } = await readBack(await pdfOf(view));

    expect(fetched).not.toHaveBeenCalled();
    expect(text).toContain("file:///etc/passwd");
    fetched.mockRestore();
  });

  it("gives the same bytes whenever it is made", async () => {
    const first = await pdfOf(anEvidenceView());
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-05-06T07:08:09Z") });

    const later = await pdfOf(anEvidenceView());

    expect(Buffer.compare(Buffer.from(first), Buffer.from(later))).toBe(0);
  });
});

describe("findingBlocks", () => {
  it("says how many it leaves to the page and the workbook", () => {
    const many = Array.from({ length: 1_301 }, () => anEvidenceFinding());

    expect(findingBlocks(many).at(-1)).toMatchObject({
      text: "And 1,001 more, none of them worse: all are in the page and the workbook.",
    });
    expect(findingBlocks(many.slice(0, 300))).toHaveLength(300);
  });
});

describe("printable", () => {
  it("writes out what the font has no sign for, and what would act", () => {
    expect(printable("Dana ⟨U+202E⟩")).toBe("Dana ‹U+202E›");
    expect(printable("😀 ok")).toBe("‹U+1F600› ok");
    expect(printable("e\u0301 ﬁ €")).toBe("é ﬁ €");
  });
});
