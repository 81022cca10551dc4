import type { PdfBlock, PdfDefinition, PdfNode } from "./pdf-file.ts";
import { shortText } from "./text.ts";

/** The look all our PDFs share: one type scale, one accent, lines instead of boxes. What could not be looked at is violet, never green. */

export const ink = "#1c1f26";
export const dim = "#5b6472";
export const line = "#d9dde3";
export const unseen = "#5f3dc4";
const unseenPaper = "#f3f0ff";

export const tones: Readonly<Record<string, string>> = {
  ...{ critical: "#c92a2a", high: "#c2410c", medium: "#8a5a00", low: dim },
  ...{ fail: "#c92a2a", pass: "#2b8a3e", "not assessed": unseen },
};

const styles = {
  title: { fontSize: 20, bold: true, color: ink, characterSpacing: -0.2 },
  subtitle: { fontSize: 9.5, color: dim },
  h2: { fontSize: 13, bold: true, color: ink },
  h3: { fontSize: 10, bold: true, color: ink },
  dim: { color: dim },
  small: { fontSize: 7.5, color: dim },
  head: { fontSize: 7.5, bold: true, color: dim },
  figure: { fontSize: 17, bold: true, color: ink },
  unseen: { color: unseen, bold: true },
};

/** A document of ours: page, margins, page numbers, and the time it is of, which is no clock's. */
export function pdfDocument(of: {
  title: string;
  author: string;
  at: string;
  content: PdfNode;
  landscape?: boolean;
}): PdfDefinition {
  const title = shortText(of.title);
  return {
    info: { title, author: shortText(of.author), creator: "Rollcall", producer: "Rollcall", creationDate: new Date(of.at) },
    ...{ language: "en", displayTitle: true, pageSize: "A4", pageMargins: [40, 40, 40, 44] },
    ...(of.landscape ? { pageOrientation: "landscape" } : {}),
    content: of.content,
    footer: (page, pages) => ({
      columns: [{ text: title }, { text: `${page} of ${pages}`, alignment: "right", width: 80 }],
      style: "small",
      margin: [40, 14, 40, 0],
    }),
    styles,
    defaultStyle: { font: "Roboto", fontSize: 9, lineHeight: 1.18, color: ink },
    // A heading does not stay alone at the foot of a page.
    pageBreakBefore: ({ headlineLevel, startPosition }) => headlineLevel !== undefined && startPosition.verticalRatio > 0.88,
  };
}

export function heading(text: string, note = ""): PdfBlock {
  const title: PdfBlock = {
    text: [{ text }, ...(note === "" ? [] : [{ text: `  ${note}`, bold: false, fontSize: 9, color: dim }])],
  };
  return { ...title, style: "h2", margin: [0, 16, 0, 5], headlineLevel: 2 };
}

/** Figures side by side, each with what it counts below. */
export function figures(all: readonly { label: string; value: string; color?: string }[]): PdfBlock {
  // All in one size, which the longest of them takes on one line.
  const fontSize = all.some(({ value }) => value.length > 8) ? 12.5 : 17;
  return {
    table: {
      widths: all.map(() => "*"),
      body: [
        all.map(({ label, value, color }) => ({
          stack: [
            { text: label, style: "small" },
            { text: value, style: "figure", fontSize, ...(color ? { color } : {}) },
          ],
        })),
      ],
    },
    layout: ruled({ around: true, padding: 7 }),
    margin: [0, 12, 0, 4],
  };
}

/** What nobody could look at: set apart by colour, bar and words. */
export function unseenBox(stack: readonly PdfNode[]): PdfBlock {
  return {
    table: { widths: ["*"], body: [[{ stack, fillColor: unseenPaper }]] },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (index: number) => (index === 0 ? 3 : 0),
      vLineColor: () => unseen,
      ...{ paddingLeft: () => 10, paddingRight: () => 8, paddingTop: () => 6, paddingBottom: () => 6 },
    },
    margin: [0, 8, 0, 2],
  };
}

export type PdfCell = PdfNode | number | null;

/** A table with its heads on every page; numbers to the right. Nothing where there are no rows but the words "None". */
export function grid(
  heads: readonly string[],
  rows: readonly (readonly PdfCell[])[],
  { widths, padding = 3 }: { widths: readonly (string | number)[]; padding?: number },
): PdfBlock {
  if (rows.length === 0) return { text: "None.", style: "dim" };
  const numeric = heads.map((_, index) => rows.some((row) => isRight(row[index] ?? null)));
  const side = (index: number) => (numeric[index] ? ({ alignment: "right" } as const) : {});
  return {
    table: {
      ...{ headerRows: 1, dontBreakRows: true, widths },
      body: [
        heads.map((text, index) => ({ text, style: "head", ...side(index) })),
        ...rows.map((row) => row.map((cell, index) => ({ ...asBlock(cell), ...side(index) }))),
      ],
    },
    layout: ruled({ around: false, padding }),
    fontSize: 8.5,
  };
}

function isRight(cell: PdfCell): boolean {
  return (
    typeof cell === "number" || (cell !== null && typeof cell === "object" && "alignment" in cell && cell.alignment === "right")
  );
}

function asBlock(cell: PdfCell): PdfBlock {
  if (cell === null) return { text: "" };
  if (typeof cell === "number") return { text: cell.toLocaleString("en-US") };
  return typeof cell === "object" && !Array.isArray(cell) ? (cell as PdfBlock) : { text: cell };
}

/** Lines between rows, and around where asked for. */
function ruled({ around, padding }: { around: boolean; padding: number }): object {
  const edge = around ? 0.7 : 0;
  return {
    hLineWidth: (index: number, { table }: { table: { body: unknown[] } }) =>
      index === 0 || index === table.body.length ? edge : 0.5,
    vLineWidth: (index: number, { table }: { table: { widths: unknown[] } }) =>
      index === 0 || index === table.widths.length ? edge : 0,
    ...{ hLineColor: () => line, vLineColor: () => line },
    paddingLeft: (index: number) => (around ? 10 : index === 0 ? 0 : 5),
    paddingRight: () => (around ? 6 : 5),
    ...{ paddingTop: () => padding, paddingBottom: () => padding },
  };
}
