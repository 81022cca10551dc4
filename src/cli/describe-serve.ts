import { type Command, InvalidArgumentError } from "commander";
import type { App } from "./app-contract.ts";
import { configOption, type Run } from "./options.ts";

/** `rollcall serve`. */
export function describeServe(program: Command, app: App, { io, done }: Run): void {
  program
    .command("serve")
    .description("Run until stopped: audits on schedule, follow-up, polling and rechecks, and the GitLab webhook")
    .option("--worker", "do the work; as many workers as you like share one database")
    .option("--port <number>", "listen there instead of serve.port; 0 = any free port", portOf)
    .option("--host <address>", "listen there instead of serve.host")
    .addOption(configOption())
    .addHelpText("after", examples)
    .action(async (options: { config: string; worker?: boolean; port?: number; host?: string }) => {
      const { serveCommand } = await import("./serve-command.ts");
      done(await serveCommand({ ...options, worker: options.worker ?? false }, app, io));
    });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It is a number from 0 to 65535.");
}

const examples = `
It logs to stderr: JSON, or lines to read on a terminal. SIGTERM or Ctrl-C ends it in order; what is running is brought to an end or
handed to another worker. GET /healthz says whether the database is there; POST /hooks/gitlab takes GitLab's webhook.

Examples:
  rollcall serve --worker                 the worker, on 127.0.0.1:8740
  rollcall serve --worker --port 0        one more on the same machine
  rollcall serve                          only the webhook, for workers elsewhere; needs serve.webhook_token
`;
