import { createHash } from "node:crypto";
import { PassThrough, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import ExcelJS from "exceljs";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { EvidenceView } from "../model/evidence-view.ts";
import { anEvidenceAccount, anEvidenceFinding, anEvidenceView, anUnseenSource } from "./testing/evidence.ts";
import { aFinding } from "./testing/views.ts";
import { writeWorkbook } from "./xlsx.ts";

async function bytesOf(view: EvidenceView, options?: { most: number }): Promise<Buffer> {
  const sink = new PassThrough();
  const [bytes] = await Promise.all([buffer(sink), writeWorkbook(view, sink, options)]);
  return bytes;
}

async function readBack(view: EvidenceView, options?: { most: number }): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await bytesOf(view, options)) as unknown as ArrayBuffer);
  return workbook;
}

/** The cells of a sheet's row by the heads of their columns. */
function record(workbook: ExcelJS.Workbook, sheet: string, row = 2): Record<string, ExcelJS.CellValue> {
  const found = workbook.getWorksheet(sheet);
  const heads = (found?.getRow(1).values ?? []) as string[];
  return Object.fromEntries(heads.map((head, index) => [head, found?.getRow(row).getCell(index).value ?? null]).slice(1));
}

function named(name: string): EvidenceView {
  return anEvidenceView({ accounts: [anEvidenceAccount({ name })] });
}

async function nameBack(name: string): Promise<ExcelJS.CellValue> {
  return record(await readBack(named(name)), "Accounts")["account name"] ?? null;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("writeWorkbook", () => {
  it("has a sheet of each kind, each with a frozen head that filters all of it", async () => {
    const workbook = await readBack(anEvidenceView());

    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      "Summary",
      "Accounts",
      "Findings",
      "Checks",
      "Credentials",
      "Sources",
      "Exemptions",
      "Events",
    ]);
    for (const sheet of workbook.worksheets) {
      expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
      expect(sheet.getRow(1).getCell(1).font.bold).toBe(true);
    }
    expect(workbook.getWorksheet("Accounts")?.autoFilter).toBe("A1:T2");
  });

  it("says of each account what an external auditor asks, times as times", async () => {
    const account = record(await readBack(anEvidenceView()), "Accounts");

    expect(account).toMatchObject({
      "account name": "Dana Whitfield",
      "e-mail": "dana@acme.test",
      "permission level": "Support Staff",
      created: new Date("2022-03-14T09:00:00Z"),
      "last access": new Date("2026-11-12T08:00:00Z"),
      state: "active",
      "second factor": "no signal",
      person: "Dana Whitfield",
      roster: "roster/dana.yaml:12@3f9c1ab0c1d2",
      findings: "F1",
    });
  });

  it("says that there is no signal, or that it never was, and neither is a no", async () => {
    const view = anEvidenceView({
      accounts: [anEvidenceAccount({ createdAt: null, lastSignIn: "never", suspended: null, admin: null, person: null })],
    });

    expect(record(await readBack(view), "Accounts")).toMatchObject({
      created: "no signal",
      "last access": "never",
      state: "no signal",
      admin: "no signal",
      person: "nobody",
    });
  });

  it("tells of a finding what was said, decided, seen and done meanwhile", async () => {
    const decisions = [
      { kind: "accept", by: "kim@acme.test", at: "2026-11-25T09:00:00Z", until: "2027-03-01", reason: "covers" },
    ] as const;

    const finding = record(
      await readBack(anEvidenceView({ findings: [anEvidenceFinding({ decisions: [...decisions] })] })),
      "Findings",
    );

    expect(finding.answers).toBe("fixed, by dana@acme.test, 2026-11-23 10:00 UTC: asked for the right role");
    expect(finding.decisions).toBe("accepted until 2027-03-01, by kim@acme.test, 2026-11-25 09:00 UTC: covers");
    expect(finding["proof of the fix"]).toBe("gone in reading 2, 2026-11-24 06:00 UTC");
    expect(finding.lookback).toMatch(/^used while it was wrong, wrong since 2026-10-31, last used 2026-11-12 08:00 UTC: /);
  });

  it("keeps the ledger of every reading, and says what nobody could look at", async () => {
    const unseen = anUnseenSource();
    const [listing, recheck] = anEvidenceView().readings;
    const workbook = await readBack(
      anEvidenceView({
        status: "incomplete",
        sources: [unseen],
        readings: [...(listing ? [{ ...listing, sources: [unseen] }] : []), ...(recheck ? [recheck] : [])],
      }),
    );

    expect(record(workbook, "Sources")).toMatchObject({
      reading: 1,
      status: "could not look (refused)",
      expected: "not told",
      sha256: null,
    });
    expect(record(workbook, "Sources", 3)).toMatchObject({
      reading: 2,
      scope: "recheck",
      rows: 340,
      expected: 340,
      sha256: "fe".repeat(32),
    });
    expect(workbook.getWorksheet("Summary")?.getColumn(2).values).toContain("api-tokens: 403: an admin's token is needed");
  });

  it("holds no formula, whatever a text begins with", async () => {
    for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x.test")']) expect(await nameBack(name)).toBe(name);
  });

  it("writes out what would act, and what no sheet could hold", async () => {
    expect(await nameBack("a\u0000b\u001b[31m\u202ec\ufffe\ud800")).toBe("a⟨U+0000⟩b⟨U+001B⟩[31m⟨U+202E⟩c\ufffd\ufffd");
    expect(await nameBack("_x0041_")).toBe("_x005F_x0041_");
    expect(await nameBack('<b> & "quoted"')).toBe('<b> & "quoted"');
  });

  it("cuts what is longer than a cell, and says so", async () => {
    const long = String(await nameBack("😀".repeat(20_000)));

    expect(long.length).toBeLessThanOrEqual(32_767);
    expect(long).toMatch(/😀… \(cut: 40000 characters\)$/);
  });

  it("goes on in another sheet where one is full", async () => {
    const accounts = ["a", "b", "c", "d", "e"].map((id) => anEvidenceAccount({ id }));

    const workbook = await readBack(anEvidenceView({ accounts }), { most: 2 });

    const rows = ["Accounts", "Accounts 2", "Accounts 3"].map((name) => workbook.getWorksheet(name)?.actualRowCount);
    expect(rows).toEqual([3, 3, 2]);
    expect(record(workbook, "Accounts 3")["account id"]).toBe("e");
  });

  it("gives the same bytes whenever it is made", async () => {
    const first = await bytesOf(anEvidenceView());
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-05-06T07:08:09Z") });

    const later = await bytesOf(anEvidenceView());

    expect(later.equals(first)).toBe(true);
  });

  it("takes no more accounts than whoever reads the workbook has room for", async () => {
    let given = 0;
    function* many() {
      for (; given < 40_000; given++) yield anEvidenceAccount({ name: createHash("sha512").update(`${given}`).digest("hex") });
    }
    let goOn: (() => void) | null = null;
    let isOpen = false;
    const sink = new Writable({
      highWaterMark: 1024,
      write(_chunk, _, done) {
        if (isOpen) return done();
        goOn = done;
      },
    });

    const writing = writeWorkbook(anEvidenceView({ accounts: many() }), sink);
    await stands(() => given);
    const whileShut = given;
    isOpen = true;
    (goOn as (() => void) | null)?.();
    await writing;

    expect(whileShut).toBeGreaterThan(0);
    expect(whileShut).toBeLessThan(30_000);
    expect(given).toBe(40_000);
  });

  it("ends with the error of a sink that breaks, and of accounts that do", async () => {
    const full = new Writable({ write: (_chunk, _, done) => done(new Error("ENOSPC")) });
    await expect(
      writeWorkbook(anEvidenceView({ accounts: Array.from({ length: 5_000 }, () => anEvidenceAccount()) }), full),
    ).rejects.toThrow("ENOSPC");

    function* broken() {
      yield anEvidenceAccount();
      throw new Error("row 2 is gone");
    }
    const sink = new PassThrough();
    sink.resume();
    await expect(writeWorkbook(anEvidenceView({ accounts: broken() }), sink)).rejects.toThrow("row 2 is gone");
  });

  it("names nobody whom nothing is known of", async () => {
    const finding = anEvidenceFinding({
      finding: aFinding({ account: null, person: null }),
      answers: [],
      proof: null,
      settled: false,
      lookback: null,
    });

    expect(record(await readBack(anEvidenceView({ findings: [finding] })), "Findings")).toMatchObject({
      answers: null,
      "proof of the fix": null,
      lookback: null,
    });
  });
});

/** Resolves when nothing has moved for many turns of the event loop, whatever works beside it. */
async function stands(count: () => number): Promise<void> {
  for (let still = 0, last = -1; still < 500; still = count() === last ? still + 1 : 0, last = count()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
