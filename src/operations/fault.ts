import { interruptedError, RollcallError } from "../model/errors.ts";

/** Ctrl-C and a full disk end the run; they are not something one system did. */
export function endsTheRun({ actor }: RollcallError): boolean {
  return actor === "interrupted" || actor === "machine";
}

/**
 * What stopped one system or its publication, as an error of the family: a bug of ours, or of a platform's code, stops no other.
 * @throws interrupted error
 */
export function faultOf(error: unknown, signal: AbortSignal): RollcallError {
  // Whatever breaks while everything is being stopped broke because of that.
  if (signal.aborted) throw interruptedError();
  if (!(error instanceof RollcallError)) return bug(error);
  if (error.actor === "interrupted") throw error;
  return error;
}

function bug(cause: unknown): RollcallError {
  const told = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new RollcallError("bug", `Rollcall itself failed: ${told}`, "this is a bug: please report it", cause);
}

/** Message and what to do, as the reason of a source. */
export function sentenceOf({ message, fix }: Pick<RollcallError, "message" | "fix">): string {
  // What the platform said may be a sentence of its own.
  return fix ? `${message.replace(/\.$/, "")}; ${fix}` : message;
}
