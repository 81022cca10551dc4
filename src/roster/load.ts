import { type Problem, problemsError } from "../core/problem.ts";
import { decodeText, mebibyte } from "../core/text-file.ts";
import type { RosterConfig } from "../model/config.ts";
import { configurationError } from "../model/errors.ts";
import { compareText } from "../model/json.ts";
import type { Person, Roster } from "../model/person.ts";
import { csvEntries } from "./csv-entries.ts";
import { duplicateProblems } from "./duplicates.ts";
import { placeText, resolveManagers } from "./managers.ts";
import { type RosterEntry, readPerson } from "./person.ts";
import { type RosterFile, readFolder, readOne, shownPath } from "./read-files.ts";
import { revisionOf } from "./revision.ts";
import { UnknownKeys } from "./unknown-keys.ts";
import { listFileEntries, personFileEntries } from "./yaml-entries.ts";

export interface RosterOptions {
  /** Go on with nobody in it. */
  allowEmpty: boolean;
  /** Folder that places in messages and findings are relative to. */
  root: string;
  /** Keys of an entry that a system of the configuration reads (`roster_key`): kept as any other, and not said to be unknown. */
  used?: Iterable<string>;
}

/**
 * Reads everybody who should be there. Sorted by `id`, with a place for every fact, a revision and what is odd as warnings.
 * @throws configuration error with everything that is wrong (20 named), or where nobody is in it
 */
export async function loadRoster(config: RosterConfig, options: RosterOptions): Promise<Roster> {
  const problems: Problem[] = [];
  const unknown = new UnknownKeys(options.used);
  const { files, at, isFolder } = await filesOf(config, { root: options.root, problems });
  const people: Person[] = [];
  for (const file of files) {
    for (const entry of entriesOf(file, { config, problems })) {
      const person = readPerson(entry, { problems, unknown });
      if (person) people.push(person);
    }
  }
  problems.push(...duplicateProblems(people));
  if (problems.length > 0) throw problemsError(problems, "correct the roster; nothing was audited");
  const source = shownPath(at, options.root) + (isFolder ? "/" : "");
  if (people.length === 0 && !options.allowEmpty) throw emptyError(source, isFolder);
  people.sort((a, b) => compareText(a.id, b.id));
  return {
    source,
    revision: await revisionOf(files, { at, isFolder }),
    people,
    warnings: [...unknown.warnings(), ...resolveManagers(people), ...focusWarnings(people)],
  };
}

async function filesOf(config: RosterConfig, options: { root: string; problems: Problem[] }) {
  if ("directory" in config) {
    return { files: await readFolder(config.directory, options), at: config.directory, isFolder: true };
  }
  const at = "file" in config ? config.file : config.csv;
  return { files: [await readOne(at, options.root)], at, isFolder: false };
}

const largest = { person: mebibyte, all: 64 * mebibyte };

function entriesOf(file: RosterFile, { config, problems }: { config: RosterConfig; problems: Problem[] }): Iterable<RosterEntry> {
  const into = { file: file.shown, problems };
  const limit = "directory" in config ? largest.person : largest.all;
  const text = decodeText(file.bytes, { ...into, limit });
  if (text === null) return [];
  if ("directory" in config) return personFileEntries(text, into);
  return "csv" in config ? csvEntries(text, into) : listFileEntries(text, into);
}

function emptyError(source: string, isFolder: boolean) {
  return configurationError(
    `the roster ${source} is empty${isFolder ? " (no .yaml or .yml file in it)" : ""}: every account would look wrong`,
    "correct roster: in rollcall.yaml, or go on with --allow-empty-roster",
  );
}

/** Focus warnings named one by one; a whole roster that counts otherwise is one habit, not a thousand mistakes. */
const namedFocuses = 20;

function focusWarnings(people: readonly Person[]): string[] {
  const sums = people.map((person) => ({ person, sum: person.focuses.reduce((sum, { percentage }) => sum + percentage, 0) }));
  const odd = sums.filter(({ person, sum }) => person.focuses.length > 0 && Math.abs(sum - 100) > 0.01);
  const warnings = odd
    .slice(0, namedFocuses)
    .map(
      ({ person, sum }) => `${placeText(person, "focuses")}: focuses of ${person.name ?? person.id} add up to ${sum}, not 100`,
    );
  return odd.length > namedFocuses ? [...warnings, `${odd.length - namedFocuses} more focuses do not add up to 100`] : warnings;
}
