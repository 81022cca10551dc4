import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { RosterConfig } from "../../model/config.ts";
import { RollcallError } from "../../model/errors.ts";
import type { Person, Roster } from "../../model/person.ts";
import { loadRoster } from "../load.ts";

/** A folder of its own with these files, removed after. */
export async function inFolder<T>(files: Record<string, string | Uint8Array>, work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "rollcall-roster-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

type Kind = "directory" | "file" | "csv";

/** The roster of these files: a folder `roster`, or the first file. */
export function rosterOf(kind: Kind, files: Record<string, string | Uint8Array>, allowEmpty = false): Promise<Roster> {
  return inFolder(files, (root) => {
    const path = join(root, kind === "directory" ? "roster" : String(Object.keys(files)[0]));
    const config = { [kind]: path } as unknown as RosterConfig;
    return loadRoster(config, { allowEmpty, root });
  });
}

/** The message a roster is refused with. */
export async function refusalOf(kind: Kind, files: Record<string, string | Uint8Array>): Promise<string> {
  try {
    await rosterOf(kind, files);
  } catch (error) {
    if (error instanceof RollcallError && error.actor === "configuration") return error.message;
    throw error;
  }
  throw new Error("the roster was not refused");
}

/** The one person of a single file with this text. */
export async function personOf(text: string): Promise<{ person: Person; warnings: string[] }> {
  const { people, warnings } = await rosterOf("directory", { "roster/one.yaml": text });
  if (!people[0] || people.length > 1) throw new Error("expected one person");
  return { person: people[0], warnings };
}
