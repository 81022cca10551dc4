import type { z } from "zod";
import { platformError } from "../model/errors.ts";
import type { Row } from "../model/source.ts";

/**
 * Rows of one page cut down to the fields a shape allows.
 * @throws platform error naming source, row and field where a row is not of the shape: a row we cannot read is never dropped
 */
export function keepRows(source: string, rows: unknown[], shape: z.ZodType): Row[] {
  return rows.map((row) => {
    const kept = shape.safeParse(row);
    if (kept.success) return kept.data as Row;
    const issue = kept.error.issues[0];
    const field = issue?.path.join(".") || "the row itself";
    const { id = undefined, uri = id } = (row ?? {}) as { id?: unknown; uri?: unknown };
    throw platformError(
      `${source}: row ${uri === undefined ? "without id" : `with id ${String(uri).slice(0, 80)}`} is not as documented: ${field}: ${issue?.message}`,
      "if the platform changed its answer, report this line as a bug; nothing of this source was used",
    );
  });
}

/**
 * The list in a page's envelope.
 * @throws platform error where the answer has no such list
 */
export function listIn(source: string, body: unknown, envelope: string): unknown[] {
  const list = (body as Record<string, unknown> | null)?.[envelope];
  if (Array.isArray(list)) return list;
  const keys = body && typeof body === "object" ? Object.keys(body).slice(0, 5).join(", ") : typeof body;
  throw platformError(`${source}: the answer holds no list "${envelope}" (it holds: ${keys || "nothing"})`);
}
