import { readFileSync } from "node:fs";
import { Client } from "pg";
import { machineError } from "../../model/errors.ts";
import { Secret } from "../../model/secret.ts";
import { databaseName } from "./init.ts";
import { dataOf, onDisk, type Place, passwordFileOf } from "./place.ts";
import { postmasterOf } from "./postmaster.ts";

/** A connection to the server of a place. Losing it is seen by the next query, not by the process. */
export interface Connected {
  client: Client;
  url: Secret;
}

/** Connects to the server that runs there. @returns `null` where none answers (yet, or any more) @throws machine error where it refuses us */
export async function tryConnect(place: Place): Promise<Connected | null> {
  const postmaster = postmasterOf(dataOf(place));
  if (!postmaster?.port) return null;
  const password = onDisk(place.database, () => readFileSync(passwordFileOf(place), "utf8"));
  const url = `postgres://${databaseName}:${password}@127.0.0.1:${postmaster.port}/${databaseName}`;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "rollcall" });
  client.on("error", () => {});
  try {
    await client.connect();
    return { client, url: new Secret(url) };
  } catch (error) {
    void client.end().catch(() => {});
    // https://www.postgresql.org/docs/current/errcodes-appendix.html: class 28 is about who asks.
    if (!/^28/.test((error as { code?: string }).code ?? "")) return null;
    throw machineError(
      `the embedded database does not take the password in ${passwordFileOf(place)}`,
      `move ${place.folder} away (the audit issues are not in it), or put its password file back`,
      error,
    );
  }
}

/** Advisory locks of the embedded server: who keeps it, and who needs it. The first number sets ours apart from others'. */
export const locks = { space: 21_103, keeper: 1, presence: 2 } as const;

export async function ask(client: Client, condition: string, values: readonly number[] = []): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(`select ${condition} as yes`, [...values]);
  return rows[0]?.yes === true;
}
