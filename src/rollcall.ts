#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything large is loaded: most of a short command is parsing.
enableCompileCache();

const [{ runCommandLine }, { processIo }, { version }] = await Promise.all([
  import("./cli/main.ts"),
  import("./cli/io.ts"),
  import("./version.ts"),
]);

// Configuration, platforms and trackers are loaded when a command opens them; `--help` needs none.
const open: Parameters<typeof runCommandLine>[1]["open"] = async (options) => (await import("./app.ts")).open(options);

process.exitCode = await runCommandLine(process.argv.slice(2), { version, open }, processIo());
