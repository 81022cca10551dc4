import { type Command, InvalidArgumentError } from "commander";
import type { App } from "./app-contract.ts";
import { configOption, type Run } from "./options.ts";

/** `rollcall serve`. */
export function describeServe(program: Command, app: App, { io, done }: Run): void {
  program
    .command("serve")
    .description("Run until stopped: the dashboard; with --worker audits on schedule, follow-up, polling and rechecks")
    .option("--worker", "do the work; as many workers as you like share one database")
    .option("--port <number>", "listen there instead of serve.port; 0 = any free port", portOf)
    .option("--host <address>", "listen there instead of serve.host")
    .option("--as <email>", "who you are on the dashboard; git's user.email if left out")
    .addOption(configOption())
    .addHelpText("after", examples)
    .action(async (options: { config: string; worker?: boolean; port?: number; host?: string; as?: string }) => {
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
Without serve.sign_in the dashboard opens on this machine alone, by a link that is printed on the terminal. It works once and signs in
whoever opens it as --as says: the auditor and the managers of rollcall.yaml may decide there, everybody else looks. With serve.sign_in
people sign in by your OpenID provider, wherever they are.

It logs to stderr: JSON, or lines to read on a terminal. SIGTERM or Ctrl-C ends it in order; what is running is brought to an end or
handed to another worker. GET /healthz says whether the database is there; POST /hooks/gitlab takes GitLab's webhook.

Examples:
  rollcall serve --worker                 the worker, on 127.0.0.1:8740
  rollcall serve --worker --port 0        one more on the same machine
  rollcall serve --as lee@acme.test       only the dashboard; jobs are left to workers
`;
