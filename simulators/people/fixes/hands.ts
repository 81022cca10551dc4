import type { Door } from "../door.ts";
import type { RosterFolder } from "../roster-folder.ts";

/** What is wrong, as the key of a finding says it. */
export interface Wrong {
  system: string;
  check: string;
  /** `account` → `123`. */
  subject: Readonly<Record<string, string>>;
}

/** How something is put right: on the platform, or in the roster. */
export type Way = "fixed" | "roster";

/** Puts one wrong thing right. What is right already stays. */
export type Fix = (wrong: Wrong, hands: Hands) => Promise<Way>;

/** By check. */
export type Fixes = Readonly<Record<string, Fix>>;

/** What an admin of one platform can do, and the files a colleague can edit. */
export class Hands {
  readonly roster: RosterFolder;
  /** Folder of rollcall.yaml. */
  readonly folder: string;
  /** ISO 8601. */
  readonly now: string;
  readonly #door: Door;
  readonly #server: string;

  constructor(door: Door, of: { server: string; roster: RosterFolder; folder: string; now: string }) {
    this.#door = door;
    this.#server = of.server;
    this.roster = of.roster;
    this.folder = of.folder;
    this.now = of.now;
  }

  rows<T>(table: string): Promise<T[]> {
    return this.#door.rows<T>(this.#server, table);
  }

  /** `undefined` where it is gone: somebody was faster. */
  async row<T extends { id: string | number }>(table: string, id: string | undefined): Promise<T | undefined> {
    return (await this.rows<T>(table)).find((one) => String(one.id) === id);
  }

  set(table: string, ...set: object[]): Promise<void> {
    return set.length === 0 ? Promise.resolve() : this.#door.change(this.#server, { table, set });
  }

  remove(table: string, ...ids: (string | number)[]): Promise<void> {
    return ids.length === 0 ? Promise.resolve() : this.#door.change(this.#server, { table, remove: ids });
  }

  /** The day so many days from now. */
  day(days: number): string {
    return new Date(Date.parse(this.now) + days * 86_400_000).toISOString().slice(0, 10);
  }
}

/** `zendesk-global/role-mismatch/account:123` taken apart; pairs are joined by `+`. */
export function wrongOf(key: string): Wrong {
  const [, system = "", check = "", subject = ""] = /^([^/]*)\/([^/]*)\/(.*)$/.exec(key) ?? [];
  const parts = subject.split(/\+(?=(?:account|person|credential|resource):)/);
  const named = parts.map((part) => [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)] as const);
  return { system, check, subject: Object.fromEntries(named) };
}
