import type { App, OpenedDatabase } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { plain } from "./tell.ts";

export type DatabaseVerb =
  | { verb: "url" }
  | { verb: "backup"; file: string }
  | { verb: "restore"; file: string; replace: boolean };

/** `rollcall db`: the address on stdout, everything else on stderr. @returns the exit code */
export function databaseCommand(verb: DatabaseVerb, { app, config }: { app: App; config: string }, io: Io): Promise<number> {
  return interruptible(async (signal) => {
    const database = await app.openDatabase({ config, cwd: io.cwd, env: io.env, signal });
    try {
      if (database.note) io.err(`${plain(database.note)}\n`);
      await act(verb, database, io);
      return exitCodes.done;
    } finally {
      await database.close();
    }
  });
}

async function act(asked: DatabaseVerb, database: OpenedDatabase, io: Io): Promise<void> {
  switch (asked.verb) {
    case "url":
      io.out(`${database.url.reveal()}\n`);
      if (database.isEmbedded) io.err("it is stopped 10 seconds after its last connection, and then has another port\n");
      break;
    case "backup":
      io.err(`wrote ${asked.file}: ${countsText(await database.backup(asked.file))}\n`);
      break;
    case "restore":
      io.err(`restored ${asked.file}: ${countsText(await database.restore(asked.file, asked.replace))}\n`);
  }
}

function countsText({ audits = 0, snapshots = 0, events = 0 }: Record<string, number>): string {
  return `${audits} audits, ${snapshots} snapshots, ${events} events`;
}
