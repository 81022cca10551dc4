import { RollcallError } from "../model/errors.ts";
import { exitCodeOfError, exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";

/** Tells an error as what could not be done, why, and what to do. @returns the exit code it means */
export function tellError(error: unknown, io: Io): number {
  if (error instanceof RollcallError && error.actor !== "bug") {
    io.err(`error: ${plain(error.message)}\n`);
    if (error.fix) io.err(`  → ${plain(error.fix)}\n`);
    return exitCodeOfError(error.actor);
  }
  const bug = error instanceof RollcallError ? (error.cause ?? error) : error;
  io.err(`error: Rollcall itself failed: ${plain(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug))}\n`);
  io.err("  → this is a bug; please report the lines above, they hold no secrets\n");
  return exitCodes.fault;
}

export function tellWarnings(warnings: readonly string[], io: Io): void {
  for (const warning of warnings) io.err(`warning: ${plain(warning)}\n`);
}

/** Text from outside as it may be printed: names must not steer a terminal. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "�");
}

/** Errors of one system each, under what they prevented. @returns the exit codes they mean */
export function tellEach(
  errors: readonly { system: string; error: RollcallError }[],
  { what, io }: { what: string; io: Io },
): number[] {
  return errors.map(({ system, error }) => {
    io.err(`${system}: ${what}:\n`);
    return tellError(error, io);
  });
}
