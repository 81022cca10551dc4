import { PassThrough } from "node:stream";
import type { NewFile } from "../evidence/archive-writer.ts";
import type { EvidenceView } from "../model/evidence-view.ts";

/** What people read of an audit's evidence. Each is made when its turn comes, and the workbook as fast as it is written. */
export function evidenceReports(view: EvidenceView): NewFile[] {
  return [
    {
      path: "report.pdf",
      async *bytes() {
        const { pdfOf } = await import("../reports/pdf.ts");
        yield Buffer.from(await pdfOf(view));
      },
    },
    {
      path: "report.html",
      async *bytes() {
        const { htmlOf } = await import("../reports/html-evidence.ts");
        yield Buffer.from(htmlOf(view));
      },
    },
    { path: "workbook.xlsx", bytes: () => workbook(view) },
  ];
}

async function* workbook(view: EvidenceView): AsyncGenerator<Buffer> {
  const { writeWorkbook } = await import("../reports/xlsx.ts");
  const through = new PassThrough();
  const written = writeWorkbook(view, through).catch((error: Error) => through.destroy(error));
  yield* through as AsyncIterable<Buffer>;
  await written;
}
