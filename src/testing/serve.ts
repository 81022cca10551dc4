// `rollcall serve` as a process of its own, at the time ROLLCALL_TEST_NOW names. Dead workers are missed as soon as pg-boss can, but
// with ROLLCALL_TEST_TIMING=usual.
import { env } from "node:process";
import { open, openDatabase, probeSignIn, serve } from "../app.ts";
import { replay, verify } from "../app-evidence.ts";
import { processIo } from "../cli/io.ts";
import { runCommandLine } from "../cli/main.ts";
import { appendExemption } from "../config/append-exemption.ts";
import { initialConfig } from "../config/init.ts";
import { version } from "../version.ts";

const now = env.ROLLCALL_TEST_NOW ?? "";
const soon = { beat: 500, again: 500, heartbeat: 10, search: 1, idle: 0.5, grace: 5_000 };
const app = {
  version,
  open,
  openDatabase,
  serve: (options: Parameters<typeof serve>[0]) =>
    serve(options, { clock: () => now, ...(env.ROLLCALL_TEST_TIMING === "usual" ? {} : { timing: soon }) }),
  appendExemption,
  probeSignIn,
  verify,
  replay,
  initialConfig: async (answers: Parameters<typeof initialConfig>[0]) => initialConfig(answers),
};
process.exitCode = await runCommandLine(process.argv.slice(2), app, processIo());
