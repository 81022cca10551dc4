import { type Problem, problemsError } from "../core/problem.ts";
import { decodeText, mebibyte } from "../core/text-file.ts";
import type { RosterConfig } from "../model/config.ts";
import { configurationError } from "../model/errors.ts";
import { compareText } from "../model/json.ts";
import type { Person, Roster } from "../model/person.ts";
import { csvEntries } from "./csv-entries.ts";
import { duplicateProblems } from "./duplicates.ts";
import type { RepositoryOptions } from "./gitlab/api.ts";
import { readGitlabRoster } from "./gitlab.ts";
import { placeText, resolveManagers } from "./managers.ts";
import { type RosterEntry, readPerson } from "./person.ts";
import { readLocal } from "./read-files.ts";
import type { NamedFile, RosterFiles } from "./roster-files.ts";
import { UnknownKeys } from "./unknown-keys.ts";
import { listFileEntries, personFileEntries } from "./yaml-entries.ts";

export interface RosterOptions {
  /** Go on with nobody in it. */
  allowEmpty: boolean;
  /** Folder that places in messages and findings are relative to. */
  root: string;
  /** Keys of an entry that a system of the configuration reads (`roster_key`): kept as any other, and not said to be unknown. */
  used?: Iterable<string>;
  /** How a roster that is not on this machine is asked for. */
  remote?: RepositoryOptions;
}

/**
 * Reads everybody who should be there. Sorted by `id`, with a place for every fact, a revision and what is odd as warnings.
 * @throws configuration error with everything that is wrong (20 named), or where nobody is in it
 */
export async function loadRoster(config: RosterConfig, options: RosterOptions): Promise<Roster> {
  const problems: Problem[] = [];
  const unknown = new UnknownKeys(options.used);
  const { files, form, source, revision } = await filesOf(config, { ...options, problems });
  const people: Person[] = [];
  for (const file of files) {
    for (const entry of entriesOf(file, { form, problems })) {
      const person = readPerson(entry, { problems, unknown });
      if (person) people.push(person);
    }
  }
  problems.push(...duplicateProblems(people));
  if (problems.length > 0) throw problemsError(problems, "correct the roster; nothing was audited");
  if (people.length === 0 && !options.allowEmpty) throw emptyError(source, form);
  people.sort((a, b) => compareText(a.id, b.id));
  return {
    source,
    revision: await revision(),
    people,
    warnings: [...unknown.warnings(), ...resolveManagers(people), ...focusWarnings(people)],
  };
}

function filesOf(config: RosterConfig, options: RosterOptions & { problems: Problem[] }): Promise<RosterFiles> {
  if (!("gitlab" in config)) return readLocal(config, options);
  const { problems, remote = { rate: 1, signal: new AbortController().signal } } = options;
  return readGitlabRoster(config.gitlab, { ...remote, problems });
}

const largest = { person: mebibyte, all: 64 * mebibyte };

type Form = RosterFiles["form"];

function entriesOf(file: NamedFile, { form, problems }: { form: Form; problems: Problem[] }): Iterable<RosterEntry> {
  const into = { file: file.shown, problems };
  const text = decodeText(file.bytes, { ...into, limit: form === "folder" ? largest.person : largest.all });
  if (text === null) return [];
  if (form === "folder") return personFileEntries(text, into);
  return form === "csv" ? csvEntries(text, into) : listFileEntries(text, into);
}

function emptyError(source: string, form: Form) {
  return configurationError(
    `the roster ${source} is empty${form === "folder" ? " (no .yaml or .yml file in it)" : ""}: every account would look wrong`,
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
