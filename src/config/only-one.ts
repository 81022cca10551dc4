import type { z } from "zod";
import { anyOf } from "../core/problem.ts";

/** Notes an issue unless exactly one of the keys is there. */
export function onlyOne(value: object, context: z.RefinementCtx, keys: readonly string[]): void {
  const found = keys.filter((key) => (value as Record<string, unknown>)[key] !== undefined);
  if (found.length === 1) return;
  const message = `expected exactly one of ${anyOf(keys)}, found ${found.length === 0 ? "none" : found.join(" and ")}`;
  context.addIssue({ code: "custom", message });
}
