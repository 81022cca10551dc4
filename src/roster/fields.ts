import type { Problem } from "../core/problem.ts";
import { isDay } from "../core/setting-types.ts";
import { foundText, plainData, type YamlEntry, type YamlMap, type YamlNode } from "../core/yaml.ts";
import type { Place } from "../model/person.ts";
import type { UnknownKeys } from "./unknown-keys.ts";

/** What reading one entry fills besides the person. */
export interface EntryReading {
  file: string;
  problems: Problem[];
  unknown: UnknownKeys;
  places: Record<string, Place>;
  extra: Record<string, unknown>;
}

/**
 * The keys of one map, asked for by name and kind. A missing key, and one without a value, is `null`; a value of another kind is
 * noted as a problem and is `null` too. `rest` takes the keys nobody asked for.
 */
export class Fields {
  readonly #map: YamlMap;
  readonly #at: { path: string; name: string };
  readonly #reading: EntryReading;
  readonly #asked: string[] = [];

  /** `path` is where the map stands, `name` the same with names of its own as `*`; empty for the person itself. */
  constructor(map: YamlMap, at: { path: string; name: string }, reading: EntryReading) {
    this.#map = map;
    this.#at = at;
    this.#reading = reading;
    for (const [key, { line }] of map.entries) reading.places[this.#path(key)] = placeOf(reading, line);
  }

  text(key: string): string | null {
    return this.#read(key, "text", textOf);
  }

  id(key: string): string | null {
    return this.#read(key, "an id, text or a whole number", (node) => {
      const text = textOf(node);
      return text !== null && /^\S+$/u.test(text) ? text : null;
    });
  }

  email(key: string): string | null {
    return this.#read(key, "an e-mail address", emailOf);
  }

  emails(key: string): string[] {
    return this.#list(key, "a list of e-mail addresses", emailOf) ?? [];
  }

  texts(key: string): string[] | null {
    return this.#list(key, "a list of text", textOf);
  }

  /** YYYY-MM-DD; of a time its day as written. */
  day(key: string): string | null {
    return this.#read(key, "a day such as 2026-01-31", (node) => {
      const day = /^(\d{4}-\d{2}-\d{2})(?:[Tt ]+\d{1,2}:\d{2}.*)?$/.exec(node.kind === "text" ? node.text.trim() : "")?.[1];
      return day !== undefined && isDay(day) ? day : null;
    });
  }

  /** The keys below a key. */
  block(key: string): Fields | null {
    const map = this.#read(key, "keys", (node) => (node.kind === "map" ? node : null));
    return map && this.#below(key, key, map);
  }

  /** Maps of a list. */
  blocks(key: string): Fields[] {
    const maps = this.#list(key, "a list of keys", (node) => (node.kind === "map" ? node : null)) ?? [];
    return maps.map((map, index) => this.#below(`${key}.${index}`, `${key}.*`, map));
  }

  /** Every key with the keys below it. One without a value is a problem: it may mean two things. */
  eachBlock(): [string, Fields][] {
    return [...this.#map.entries].flatMap(([key, entry]): [string, Fields][] => {
      this.#asked.push(key);
      if (entry.value.kind === "map") return [[key, this.#below(key, "*", entry.value)]];
      this.#expected(key, "keys, {} where there is nothing to say, or no such line", entry);
      return [];
    });
  }

  /** A number from 0 to 100, `%` allowed. */
  percentage(key: string): number | null {
    return this.#read(key, "a percentage from 0 to 100", (node) => {
      const text = textOf(node)?.replace(/\s*%$/, "") ?? "";
      return /^\d+(?:\.\d+)?$/.test(text) && Number(text) <= 100 ? Number(text) : null;
    });
  }

  /** Keeps what nobody asked for. */
  rest(): void {
    for (const [key, { line, value }] of this.#map.entries) {
      if (this.#asked.includes(key)) continue;
      this.#reading.extra[this.#path(key)] = plainData(value);
      const name = this.#at.name === "" ? key : `${this.#at.name}.${key}`;
      this.#reading.unknown.note(name, { place: placeOf(this.#reading, line), known: this.#asked });
    }
  }

  #read<T>(key: string, expected: string, of: (node: YamlNode) => T | null): T | null {
    this.#asked.push(key);
    const entry = this.#map.entries.get(key);
    if (!entry || isEmpty(entry.value)) return null;
    const value = of(entry.value);
    if (value === null) this.#expected(key, expected, entry);
    return value;
  }

  /** A single value stands for a list of one. */
  #list<T>(key: string, expected: string, of: (node: YamlNode) => T | null): T[] | null {
    return this.#read(key, expected, (node) => {
      const items = node.kind === "list" ? node.items : [node];
      const values = items.map(of);
      const wrong = items.find((_, index) => values[index] === null);
      if (!wrong) return values.filter((value) => value !== null);
      if (wrong === node) return null;
      this.#expected(key, expected, { line: wrong.line, value: wrong });
      return [];
    });
  }

  #below(key: string, name: string, map: YamlMap): Fields {
    const at = { path: this.#path(key), name: this.#at.name === "" ? name : `${this.#at.name}.${name}` };
    return new Fields(map, at, this.#reading);
  }

  #path(key: string): string {
    return this.#at.path === "" ? key : `${this.#at.path}.${key}`;
  }

  #expected(key: string, expected: string, { line, value }: YamlEntry): void {
    const message = `${this.#path(key)}: expected ${expected}, found ${foundText(value)}`;
    this.#reading.problems.push({ file: this.#reading.file, line, message });
  }
}

/** Facts of one line share their place: a roster of many people has many facts. */
function placeOf({ places, file }: EntryReading, line: number): Place {
  const own = places[""];
  return own?.line === line ? own : { file, line };
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === "null" || (node.kind === "text" && node.text.trim() === "");
}

/** Numbers as they are written: an id, a group called 2024. */
function textOf(node: YamlNode): string | null {
  const text = node.kind === "text" || node.kind === "number" ? node.text.trim() : "";
  return text === "" ? null : text;
}

function emailOf(node: YamlNode): string | null {
  const text = textOf(node);
  return text !== null && /^[^\s@<>"]+@[^\s@<>"]+$/u.test(text) ? text : null;
}
