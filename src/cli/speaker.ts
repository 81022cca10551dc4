import { execFileSync } from "node:child_process";
import { usageError } from "../model/errors.ts";
import { normalEmail } from "../model/identity.ts";
import type { Context } from "../operations/context.ts";
import type { Speaker } from "../operations/decide.ts";
import type { Io } from "./io.ts";

/**
 * Who speaks on the command line: `--as`, else git's user.email. It is recorded as claimed, with the machine's user beside.
 * @throws usage error where nobody is named
 */
export function speakerOf(as: string | undefined, { context, io }: { context: Context; io: Io }): Speaker {
  const email = emailOf(as, io);
  if (!email) throw usageError("nobody knows who you are", "say it with --as you@example.com, or set git's user.email");
  return { email, actor: `${normalEmail(email)}, claimed by ${context.actor}`, via: "command line" };
}

/** What only the auditor and the managers do may be kept off the command line, where anybody can claim to be anybody. */
export function refuseClaims({ config }: Context, what: string): void {
  if (config.decisionsOnCommandLine) return;
  throw usageError(
    `to ${what} is not possible on the command line here: decisions.command_line is false in rollcall.yaml`,
    "do it in the audit's issue, where GitLab knows who you are",
  );
}

/** `--as`, else git's user.email; `undefined` = neither says. @throws usage error where `--as` is no e-mail */
export function emailOf(as: string | undefined, io: Io): string | undefined {
  const email = as ?? gitEmail(io);
  if (as !== undefined && !isEmail(as)) throw usageError(`--as "${as}" is no e-mail address`, "write it as you@example.com");
  return email && isEmail(email) ? email : undefined;
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

function gitEmail({ cwd, env }: Io): string | undefined {
  try {
    return execFileSync("git", ["config", "user.email"], {
      cwd,
      env: { ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}
