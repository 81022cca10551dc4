import { describe, expect, it } from "vitest";
import { accountsOf, columns, rowsOf, systemOf } from "./testing/export.ts";

const head = "User ID,E-mail address,Full name";
const dana = { id: "1", email: "dana@acme.test", name: "Dana Zoë" };

function refusal(content: string | Uint8Array | null, settings: object = {}): Promise<string> {
  return rowsOf(content, systemOf(settings)).then(
    () => "read",
    (error: { message: string; actor: string }) => `${error.actor === "configuration" ? "" : error.actor}${error.message}`,
  );
}

function utf16(text: string, { bigEndian = false, mark = true } = {}): Uint8Array {
  const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

const text = `${head}\r\n1,dana@acme.test,Dana Zoë\r\n`;

describe("encodings and separators", () => {
  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 LE", utf16(text)],
    ["UTF-16 BE", utf16(text, { bigEndian: true })],
    ["UTF-16 LE without a mark", utf16(text, { mark: false })],
    ["UTF-16 BE without a mark", utf16(text, { mark: false, bigEndian: true })],
    ["Windows-1252", Buffer.from(text, "latin1")],
  ])("%s is detected", async (_, bytes) => {
    expect(await accountsOf(bytes)).toMatchObject([dana]);
  });

  it.each([",", ";", "\t", "|"])("separated by %j", async (separator) => {
    expect(await accountsOf(text.replaceAll(",", separator))).toMatchObject([dana]);
  });

  it("the separator is the one by which the mapped columns are there, whatever stands in other columns' names", async () => {
    const wide = 'User ID;E-mail address;Full name;"a,b,c";d,e,f,g\n1;dana@acme.test;Dana Zoë;x;y\n';
    expect(await accountsOf(wide)).toMatchObject([dana]);
    expect(await accountsOf(`sep=|\n${text.replaceAll(",", "|")}`)).toMatchObject([dana]);
  });

  it("columns may stand in any order and case, among others, which are not kept", async () => {
    const [row] = await rowsOf("Phone,full  NAME,e-mail address,USER ID\n+1 555,Dana Zoë,dana@acme.test,1\n");
    expect(row).toEqual({ ...dana, row: 2 });
  });
});

describe("a file that is no export", () => {
  it.each([
    ["", "export.csv is empty"],
    ["\ufeff \r\n", "export.csv is empty"],
    [null, "export.csv is not there"],
    ["<!DOCTYPE html><html><title>Sign in</title>", "export.csv is a page of HTML, not CSV: a login page?"],
    ["\n <html lang=en>", "export.csv is a page of HTML, not CSV: a login page?"],
    ["<?xml version='1.0'?><Error/>", "export.csv is XML, not CSV"],
    ['{"error":"rate limited"}', "export.csv is JSON, not CSV"],
    ["PK\u0003\u0004rest", "export.csv is an Excel workbook (or another zip file), not CSV"],
    ["%PDF-1.7", "export.csv is a PDF, not CSV"],
    [Buffer.from([0x41, 0x2c, 0x81, 0x0a]), "export.csv is neither UTF-8, UTF-16 nor Windows-1252 text"],
    [`${head}\n`, "export.csv has a first row and no accounts below it"],
    [`${head}\n1,"dana`, "export.csv:2: the quotes opened here are never closed"],
    [`${head}\n1,"dana"x,y`, "export.csv:2: text after closing quotes: write quotes inside quotes twice"],
  ])("%j is refused as what it is", async (content, message) => {
    expect(await refusal(content as string)).toBe(message);
  });

  it("is refused before it fills the memory", async () => {
    expect(await refusal(new Uint8Array(64 * 1024 * 1024 + 1))).toBe("export.csv is larger than 64 MiB");
  });
});

describe("columns", () => {
  it("that are not there are named, with those that are", async () => {
    expect(
      await refusal("User ID,E-mail,Phone\n1,dana@acme.test,2\n", { columns: { id: "User ID", email: "E-mial", role: "Rolle" } }),
    ).toBe(
      'export.csv: there is no column "E-mial" (columns.email): did you mean "E-mail"?; there is no column "Rolle" (columns.role). Its first row has: "User ID", "E-mail", "Phone"',
    );
  });

  it("that stand twice are refused where they are mapped", async () => {
    expect(await refusal(`${head},full name\n1,a,b,c\n`)).toContain('the column "Full name" stands twice');
    expect(await refusal(`${head},x,x\n1,a,b,c,d\n`)).toBe("read");
  });

  it("need an id or an e-mail among them, and nothing beside the known ones", () => {
    expect(() => systemOf({ columns: { name: "Full name" } })).toThrow("expected id or email among them");
    expect(() => systemOf({ columns: { ...columns, phone: "Phone" } })).toThrow("phone");
  });
});

describe("rows", () => {
  it("that cannot be read refuse the file, each with its row as a spreadsheet counts and its column", async () => {
    const more = { columns: { ...columns, suspended: "Status", last_sign_in: "Last login" } };
    const rows = [
      `${head},Status,Last login`,
      '1,a@acme.test,"two\nlines",Active,2026-01-31',
      "",
      "2,b,B,Pending,soon",
      "3,c,C,Active",
    ];
    expect(await refusal(rows.join("\n"), more)).toBe(
      [
        'export.csv: row 4, column "Status": expected yes or no; say what it means under values.suspended, found "Pending"',
        'row 4, column "Last login": expected a time such as 2026-01-31 or 2026-01-31 09:30; or say what it means under values.last_sign_in, found "soon"',
        "row 5 has 4 fields, the first row 5",
      ].join("; "),
    );
  });

  it.each([
    ["1,a,b,c", "row 2 has 4 fields, the first row 3"],
    ["1,a,A\n1,b,B", 'row 3, column "User ID": "1" stands in row 2 too; one row an account is expected'],
    [",a,A", 'row 2, column "User ID": is empty: nothing tells this account from others'],
    [
      "3.6E+11,a,A",
      'row 2, column "User ID": "3.6E+11" is a number a spreadsheet shortened: export again, and do not save it there',
    ],
    [Array.from({ length: 7 }, (_, index) => `,${index},x`).join("\n"), "; and 2 more"],
  ])("%j refuses", async (rows, message) => {
    expect(await refusal(`${head}\n${rows}`)).toContain(message);
  });

  it("may end in empty fields, and the e-mail stands in for an id", async () => {
    expect(await rowsOf(`${head}\n1,a,A,,\n`)).toHaveLength(1);
    const byEmail = systemOf({ columns: { email: "E-mail address" } });
    expect(await accountsOf(`${head}\n,Dana@Acme.test,D\n`, byEmail)).toMatchObject([
      { id: "dana@acme.test", email: "Dana@Acme.test" },
    ]);
  });
});
