import type { Context } from "../operations/context.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { tellEach } from "./tell.ts";

/** A store that has forgotten its audits finds them again by their open issues. @returns the exit codes of those it could not */
export async function rebuilt(context: Context, io: Io): Promise<number[]> {
  const { rebuildAudits } = await import("../operations/rebuild-audits.ts");
  const { audits, errors } = await rebuildAudits(context);
  for (const audit of audits) io.err(`${audit}: read back from its issue\n`);
  const told = errors.map(({ audit, error }) => ({ system: audit, error }));
  return tellEach(told, { what: "its open issue could not be read back", io }).map(() => exitCodes.incomplete);
}
