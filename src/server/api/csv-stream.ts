import type { z } from "zod";
import { csvRecord } from "../../reports/escape-csv.ts";
import { type Cell, flat } from "./csv.ts";
import { columnsOf } from "./csv-columns.ts";

/** Characters sent at once. */
const chunk = 64 * 1024;

/**
 * A list as CSV, written while it is read. Resolves when its first items are there, so that what cannot be read at all is still told as
 * a problem; where it breaks later the connection is cut, and no part of a list looks like the whole.
 * @param of.items each as its JSON @param of.cut cuts the connection
 */
export async function streamedCsv(
  answer: z.ZodType,
  { items, cut }: { items: AsyncIterable<string>; cut(error: unknown): void },
): Promise<ReadableStream<Uint8Array>> {
  const parts = linesOf(columnsOf(answer), items);
  let next = await parts.next();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      if (next.done) return controller.close();
      controller.enqueue(encoder.encode(next.value));
      try {
        next = await parts.next();
      } catch (error) {
        // Not an error of the stream: the server would write its words behind the last line, and end the answer as if it were whole.
        cut(error);
      }
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

async function* linesOf(columns: readonly string[], items: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let text = csvRecord(columns);
  for await (const item of items) {
    const row = flat(JSON.parse(item) as object);
    text += csvRecord(columns.map((column): Cell => row.get(column) ?? null));
    if (text.length < chunk) continue;
    yield text;
    text = "";
  }
  yield text;
}
