import pdfmake from "pdfmake";
import fonts from "pdfmake/build/vfs_fonts.js";
import { fontCoverage } from "./font-coverage.ts";

/** What a page is made of, as far as we use it. */
export type PdfNode = string | PdfBlock | readonly PdfNode[];

export interface PdfBlock {
  text?: PdfNode;
  stack?: readonly PdfNode[];
  columns?: readonly PdfNode[];
  table?: {
    body: readonly (readonly PdfNode[])[];
    widths?: readonly (string | number)[];
    headerRows?: number;
    dontBreakRows?: boolean;
  };
  layout?: object | string;
  style?: string | readonly string[];
  bold?: boolean;
  color?: string;
  fontSize?: number;
  fillColor?: string;
  alignment?: "left" | "right" | "center";
  margin?: readonly number[];
  width?: string | number;
  columnGap?: number;
  lineHeight?: number;
  link?: string;
  wordBreak?: "normal" | "break-all";
  unbreakable?: boolean;
  colSpan?: number;
  characterSpacing?: number;
  headlineLevel?: number;
  canvas?: readonly object[];
}

export interface PdfDefinition {
  info: { title: string; author: string; creator: string; producer: string; creationDate: Date };
  language: string;
  displayTitle: boolean;
  pageSize: string;
  pageOrientation?: "portrait" | "landscape";
  pageMargins: readonly number[];
  content: PdfNode;
  footer: (page: number, pages: number) => PdfNode;
  styles: Record<string, object>;
  defaultStyle: object;
  pageBreakBefore?: (node: { headlineLevel?: number; startPosition: { top: number; verticalRatio: number } }) => boolean;
}

const files = {
  normal: "Roboto-Regular.ttf",
  bold: "Roboto-Medium.ttf",
  italics: "Roboto-Italic.ttf",
  bolditalics: "Roboto-MediumItalic.ttf",
};

for (const [name, content] of Object.entries(fonts)) pdfmake.virtualfs.writeFileSync(name, content, "base64");
pdfmake.setFonts({ Roboto: files });
// Whatever a name in it says: nothing is fetched and no file is opened.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => false);

/** The document as a PDF; the same definition gives the same bytes. Whatever its font cannot show is written out as a number. */
export async function pdfBytes(definition: PdfDefinition): Promise<Uint8Array> {
  const { content, footer, info } = definition;
  return pdfmake
    .createPdf({
      ...definition,
      info: { ...info, title: printable(info.title), author: printable(info.author) },
      content: printed(content),
      footer: (page: number, pages: number) => printed(footer(page, pages)),
    })
    .getBuffer();
}

/** Every text of it, wherever it stands. */
function printed(node: PdfNode): PdfNode {
  if (typeof node === "string") return longWord.test(node) ? printed({ text: node }) : printable(node);
  if (isList(node)) return node.map(printed);
  const { text, stack, columns, table } = node;
  // A digest or a name of 200 letters would push its column off the page.
  const isLong = typeof text === "string" && longWord.test(text);
  return {
    ...node,
    ...(isLong ? { wordBreak: "break-all" } : {}),
    ...(text === undefined ? {} : { text: typeof text === "string" ? printable(text) : printed(text) }),
    ...(stack ? { stack: stack.map(printed) } : {}),
    ...(columns ? { columns: columns.map(printed) } : {}),
    ...(table ? { table: { ...table, body: table.body.map((row) => row.map(printed)) } } : {}),
  };
}

const longWord = /\S{40}/;

function isList(node: PdfNode): node is readonly PdfNode[] {
  return Array.isArray(node);
}

/** The same text with what the font has no sign for written out: `‹U+5F20 U+4F1F›`, never an empty box and never nothing. */
export function printable(text: string): string {
  if (plain.test(text)) return text;
  const composed = text.normalize("NFC").replace(/⟨(U\+[0-9A-F]{4,6})⟩/g, "‹$1›");
  let written = "";
  let missing: string[] = [];
  const flush = () => {
    if (missing.length > 0) written += `‹${missing.join(" ")}›`;
    missing = [];
  };
  for (const character of composed) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (has(codePoint) || character === "\n") {
      flush();
      written += character;
    } else missing.push(`U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`);
  }
  flush();
  return written;
}

const plain = /^[\x20-\x7e\n]*$/;

let covers: ((codePoint: number) => boolean) | null = null;

/** In the upright weights: the same in both. */
function has(codePoint: number): boolean {
  covers ??= fontCoverage(Uint8Array.from(atob(fonts[files.normal] ?? ""), (byte) => byte.charCodeAt(0)));
  return covers(codePoint);
}
