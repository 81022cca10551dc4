import { RollcallError } from "../model/errors.ts";
import { sentenceOf } from "../operations/fault.ts";

/** An error as a sentence: what could not be done, why, and what to do. A fault of ours with where it was. */
export function told(error: unknown): string {
  if (error instanceof RollcallError && error.actor !== "bug") return sentenceOf(error);
  const cause = error instanceof RollcallError ? (error.cause ?? error) : error;
  return `Rollcall itself failed, please report it: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;
}

/** Of a database or driver: its code and words. */
export function toldByDatabase(error: unknown): string {
  if (error instanceof RollcallError) return told(error);
  const { code, message } = error as { code?: string; message?: string };
  return [message ?? String(error), ...(code === undefined || message?.includes(code) ? [] : [`(${code})`])].join(" ");
}
