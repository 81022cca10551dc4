import type { z } from "zod";
import type { Row } from "../../model/source.ts";
import { keepRows } from "../rows.ts";

const pageSize = 1000;

/**
 * What comes one by one, in pages of kept rows. The last page is given only when all has come: whoever looks at one page alone is
 * told too where the rest fails.
 */
export async function* inPages(values: AsyncIterable<unknown>, of: { source: string; shape: z.ZodType }): AsyncGenerator<Row[]> {
  let page: unknown[] = [];
  for await (const value of values) {
    if (page.length === pageSize) {
      yield keepRows(of.source, page, of.shape);
      page = [];
    }
    page.push(value);
  }
  if (page.length > 0) yield keepRows(of.source, page, of.shape);
}
