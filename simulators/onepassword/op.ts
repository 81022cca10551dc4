// The fake `op`: reads the account's state from the file named first on its command line (the program `writeProgram` makes puts it
// there), answers as `op` does, and writes what it was asked into its books. Never kinder than the program: it knows no flag but
// those documented, prints a table without --format json, and changes nothing.
import { appendFileSync, existsSync, readFileSync, writeSync } from "node:fs";
import { answer, type Printed } from "./commands.ts";
import type { BookedRun, State } from "./data.ts";
import { strike } from "./trouble.ts";

const [, , stateFile = "", ...argv] = process.argv;
const state = JSON.parse(readFileSync(stateFile, "utf8")) as State;
const { env } = process;
const input = argv.includes("-") ? readFileSync(0, "utf8") : "";

const run: BookedRun = {
  argv,
  pid: process.pid,
  input: input.length,
  env: {
    connect: env.OP_CONNECT_HOST !== undefined || env.OP_CONNECT_TOKEN !== undefined,
    cache: env.OP_CACHE === "false" ? "off" : "on",
    service: env.OP_SERVICE_ACCOUNT_TOKEN !== undefined,
    account: env.OP_ACCOUNT !== undefined,
  },
  code: null,
};

/** The app asks its owner at the first command that wants something of it, which `whoami` does not. */
function isOpened(): boolean {
  const runs = existsSync(state.books) ? readFileSync(state.books, "utf8").split("\n").filter(Boolean) : [];
  return runs.some((line) => !["whoami", "--version"].includes((JSON.parse(line) as BookedRun).argv[0] ?? ""));
}

function book(code: number | null): void {
  appendFileSync(state.books, `${JSON.stringify({ ...run, code })}\n`);
}

/** Writes all of it, however slowly it is read. */
function write(to: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(to, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

function end({ out, error }: Printed): void {
  const code = error === undefined ? 0 : 1;
  book(code);
  if (out) write(1, out);
  if (error !== undefined) write(2, `[ERROR] 2026/11/22 12:34:56 ${error}\n`);
  process.exitCode = code;
}

const { trouble } = state.switches;
const usual = () => answer(argv, { state, input, env, isOpened: isOpened() });
if (trouble && argv.join(" ").startsWith(trouble.command) && argv[0] !== "--version")
  strike(trouble, { book, write, end, usual });
else end(usual());
