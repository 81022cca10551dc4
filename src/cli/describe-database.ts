import type { Command } from "commander";
import type { App } from "./app-contract.ts";
import type { DatabaseVerb } from "./db-command.ts";
import { configOption, type Run } from "./options.ts";

/** `rollcall db …` with its verbs. */
export function describeDatabase(program: Command, app: App, { io, done }: Run): void {
  const db = program
    .command("db")
    .description("The database that remembers audits: its address, a backup, putting one back")
    .addHelpText("after", examples);
  const run = async (verb: DatabaseVerb, options: { config: string }) => {
    const { databaseCommand } = await import("./db-command.ts");
    done(await databaseCommand(verb, { config: options.config, app }, io));
  };
  db.command("url")
    .description("Print its address, password and all, for psql and other programs; the embedded one is started")
    .addOption(configOption())
    .addHelpText("after", '\nExample:\n  psql "$(rollcall db url)" -c "select id, state from rollcall.audits"\n')
    .action((options: { config: string }) => run({ verb: "url" }, options));
  db.command("backup")
    .description("Write the whole database into one file, as of one moment")
    .argument("<file>", "where to; it is there when it is whole")
    .addOption(configOption())
    .addHelpText("after", "\nExample:\n  rollcall db backup rollcall-2026-11-22.gz\n")
    .action((file: string, options: { config: string }) => run({ verb: "backup", file }, options));
  db.command("restore")
    .description("Put a backup into an empty database, whole or not at all")
    .argument("<file>", "what rollcall db backup wrote")
    .option("--replace", "delete what is in the database")
    .addOption(configOption())
    .addHelpText("after", restoreExamples)
    .action((file: string, options: { config: string; replace?: boolean }) =>
      run({ verb: "restore", file, replace: options.replace ?? false }, options),
    );
}

const examples = `
Where it is: DATABASE_URL (PostgreSQL 15 or newer) if set, else an embedded PostgreSQL in .rollcall/ beside rollcall.yaml.

Examples:
  rollcall db url
  rollcall db backup rollcall.gz
  DATABASE_URL=postgres://… rollcall db restore rollcall.gz    move to a server
`;

const restoreExamples = `
Examples:
  rollcall db restore rollcall.gz                              into an empty database
  rollcall db restore rollcall.gz --replace                    in the place of what is there
  DATABASE_URL=postgres://… rollcall db restore rollcall.gz    move from the embedded database to a server
`;
