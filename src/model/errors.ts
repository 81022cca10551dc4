/**
 * One family of errors, told apart by who must act. `message` says what could not be done and why; `fix` says what to do next.
 * The map to exit codes stands in `cli/exit-codes.ts` and nowhere else.
 */
export type Actor =
  | "usage"
  | "configuration"
  | "machine"
  | "credentials"
  | "later"
  | "platform"
  | "stale"
  | "interrupted"
  | "bug";

export class RollcallError extends Error {
  readonly actor: Actor;
  readonly fix: string | null;

  constructor(actor: Actor, message: string, fix: string | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "RollcallError";
    this.actor = actor;
    this.fix = fix;
  }
}

/** The command line was used wrongly: an unknown system, a flag that does not fit. Exit 2. */
export function usageError(message: string, fix?: string): RollcallError {
  return new RollcallError("usage", message, fix ?? null);
}

/** A file of the operator (rollcall.yaml, roster, template, output path) must change. Exit 2. */
export function configurationError(message: string, fix?: string, cause?: unknown): RollcallError {
  return new RollcallError("configuration", message, fix ?? null, cause);
}

/** This machine must change: its disk is full, or a folder may not be written. Exit 2, and never one source's trouble alone. */
export function machineError(message: string, fix?: string, cause?: unknown): RollcallError {
  return new RollcallError("machine", message, fix ?? null, cause);
}

/** A password, token, scope or right must change. Exit 4 where nothing of a system could be read. */
export function credentialsError(message: string, fix?: string, cause?: unknown): RollcallError {
  return new RollcallError("credentials", message, fix ?? null, cause);
}

/** The other side is away, busy or moving; the same call may work later. Exit 3. */
export function laterError(message: string, fix?: string, cause?: unknown): RollcallError {
  return new RollcallError("later", message, fix ?? null, cause);
}

/** The other side answered something its documentation does not allow: it changed, or we misread it. Exit 3 for a source. */
export function platformError(message: string, fix?: string, cause?: unknown): RollcallError {
  return new RollcallError("platform", message, fix ?? null, cause);
}

/** Ctrl-C or a termination signal. Exit 130. */
export function interruptedError(): RollcallError {
  return new RollcallError("interrupted", "interrupted", "run the same command again: it goes on with the same issue");
}
