import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountsCsv, findingsCsv, tableCsv } from "./csv.ts";
import { neutralCell } from "./escape-csv.ts";
import { hostileText, hostileView } from "./testing/hostile.ts";
import { aFinding, anAccount, anAuditView, aPerson, aReportView } from "./testing/views.ts";
import { visibleText } from "./text.ts";

/** RFC 4180 as a strict reader has it, for any one-character separator. */
function parseCsv(text: string, separator = ","): string[][] {
  const records: string[][] = [];
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n)`, "y");
  let record: string[] = [];
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) throw new Error(`no field at ${field.lastIndex}`);
    record.push((match[1] ?? match[2] ?? "").replaceAll('""', '"'));
    if (match[3] === "\r\n") {
      records.push(record);
      record = [];
    }
  }
  return records;
}

const formula = /^\s*[=+\-@＝＋－＠\t\r]/u;

describe("hostile text in CSV", () => {
  it("is read back as it was meant, and no cell is a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostileText, hostileText), { minLength: 1 }), (rows) => {
        const records = parseCsv(tableCsv({ id: "t", title: "T", columns: ["a", "b"], rows }));

        expect(records.slice(1)).toEqual(rows.map((row) => row.map((cell) => neutralCell(cell))));
        expect(records.flat().filter((cell) => formula.test(cell))).toEqual([]);
      }),
    );
  });

  it("differs from the visible text by an apostrophe at most", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(neutralCell(text).replaceAll("'", "")).toBe(visibleText(text).replaceAll("'", ""));
      }),
    );
  });

  it("starts no formula where a spreadsheet splits at semicolons", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(
          neutralCell(text)
            .split(";")
            .filter((part) => formula.test(part.replace(/^\s*"*/u, ""))),
        ).toEqual([]);
      }),
    );
  });

  it("leaves one record a finding and an account, without control characters", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const csv = [findingsCsv(view), [...accountsCsv(view)].join("")];

        expect(csv.map((text) => parseCsv(text).length)).toEqual([3, 2]);
        expect(csv.join("").replaceAll("\r\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(csv.flatMap((text) => parseCsv(text).flat()).filter((cell) => formula.test(cell))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("accountsCsv", () => {
  it("lists every account with what an external auditor asks for; no signal is empty", () => {
    const account = anAccount({ lastSignIn: "never", createdAt: null, suspended: true });

    const [head = [], cells = []] = parseCsv([...accountsCsv(aReportView([anAuditView({}, { accounts: [account] })]))].join(""));

    expect(Object.fromEntries(head.map((column, index) => [column, cells[index]]))).toEqual({
      system: "zendesk-global",
      "account id": "123",
      name: "Dana Whitfield",
      "user name": "",
      "e-mail": "dana@acme.test",
      class: "full",
      role: "Support Staff",
      groups: "Support AMER",
      "permission level": "Support Staff",
      suspended: "yes",
      "second factor": "",
      created: "",
      "last sign-in": "never",
      person: "Dana Whitfield",
      "matched by": "id",
      "finding refs": "F1",
    });
  });

  it("gives a finding about a person to every account of theirs, and a credential's to none", () => {
    const person = { email: "dana@acme.test", name: "Dana Whitfield" };
    const findings = [
      aFinding({ ref: "F1", account: null, person }),
      aFinding({ ref: "F2", account: null, person, credential: { id: "api-token:1", name: "t" } }),
    ];
    const accounts = [anAccount({ id: "1" }, aPerson()), anAccount({ id: "2" }, aPerson()), anAccount({ id: "3" }, null)];

    const records = parseCsv([...accountsCsv(aReportView([anAuditView({ findings }, { accounts })]))].join(""));

    expect(records.slice(1).map((record) => record.at(-1))).toEqual(["F1", "F1", ""]);
  });
});

describe("findingsCsv", () => {
  it("has no byte-order mark and ends each record with CRLF", () => {
    const csv = findingsCsv(aReportView());

    expect(csv.startsWith("system,ref,severity,check,")).toBe(true);
    expect(csv.split("\r\n")).toHaveLength(3);
    expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});
