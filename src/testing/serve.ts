// `rollcall serve` as a process of its own, at the time ROLLCALL_TEST_NOW names, with dead workers missed as soon as pg-boss can.
import { env } from "node:process";
import { open, openDatabase, serve } from "../app.ts";
import { processIo } from "../cli/io.ts";
import { runCommandLine } from "../cli/main.ts";
import { initialConfig } from "../config/init.ts";
import { version } from "../version.ts";

const now = env.ROLLCALL_TEST_NOW ?? "";
const timing = { beat: 500, again: 500, heartbeat: 10, search: 1, idle: 0.5, grace: 5_000 };
const app = {
  version,
  open,
  openDatabase,
  serve: (options: Parameters<typeof serve>[0]) => serve(options, { clock: () => now, timing }),
  initialConfig: async (answers: Parameters<typeof initialConfig>[0]) => initialConfig(answers),
};
process.exitCode = await runCommandLine(process.argv.slice(2), app, processIo());
