#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import type { App } from "./cli/app-contract.ts";

// Rows live a short while and there may be millions: a heap that grows in small steps stays smaller by a third, and no slower.
setFlagsFromString("--heap-growing-percent=30");
setFlagsFromString("--max-semi-space-size=8");

// Before anything large is loaded: most of a short command is parsing.
enableCompileCache();

const [{ runCommandLine }, { processIo }, { version }] = await Promise.all([
  import("./cli/main.ts"),
  import("./cli/io.ts"),
  import("./version.ts"),
]);

// Configuration, platforms and trackers are loaded when a command opens them; `--help` needs none.
const app: App = {
  version,
  open: async (options) => (await import("./app.ts")).open(options),
  openDatabase: async (options) => (await import("./app.ts")).openDatabase(options),
  appendExemption: async (file, lines) => (await import("./config/append-exemption.ts")).appendExemption(file, lines),
  probeSignIn: async (config) => (await import("./app.ts")).probeSignIn(config),
  verify: async (options) => (await import("./app-evidence.ts")).verify(options),
  replay: async (options) => (await import("./app-evidence.ts")).replay(options),
  serve: async (options) => (await import("./app.ts")).serve(options),
  initialConfig: async (answers) => (await import("./config/init.ts")).initialConfig(answers),
};

process.exitCode = await runCommandLine(process.argv.slice(2), app, processIo());
