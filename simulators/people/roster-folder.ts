import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseDocument } from "yaml";

/** What a colleague reads of somebody in the roster. Ids of platforms may be larger than a JavaScript number holds. */
export interface Colleague {
  name: string;
  email: string;
  aliases?: string[];
  title: string;
  reports_to?: string;
  calendly?: string;
  gitlab?: { id?: bigint; username: string };
  slack?: { id: string };
  pagerduty?: { id?: string; role?: string; rotations?: string[] };
  zendesk?: Record<string, { id?: bigint; groups: string[]; role: string }>;
  lab?: { id?: string; role: string; groups: string[] };
  training?: { id?: string; role: string; groups: string[] };
}

/** The roster as files, as somebody who edits one of them sees it. */
export class RosterFolder {
  readonly #folder: string;
  /** By text: a file that is as it was need not be understood again. */
  readonly #known = new Map<string, Colleague>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Everybody, by the names of their files. */
  people(): Colleague[] {
    return this.#files().map(({ text }) => this.#parsed(text));
  }

  byEmail(email: string): Colleague | undefined {
    const wanted = plain(email);
    return this.people().find(({ email: own, aliases = [] }) => [own, ...aliases].map(plain).includes(wanted));
  }

  /**
   * Corrects one value of one person, and leaves the rest of the file as it is. @param value undefined = taken out
   * @throws where the roster has nobody of that address
   */
  correct(email: string, path: readonly (string | number)[], value: unknown): void {
    const file = this.#files().find(({ text }) => this.#parsed(text).email === email);
    if (!file) throw new Error(`nobody in the roster has the address ${email}`);
    const document = parseDocument(file.text, { intAsBigInt: true });
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, value);
    writeFileSync(file.path, document.toString({ lineWidth: 0, flowCollectionPadding: false }));
  }

  #parsed(text: string): Colleague {
    const colleague = this.#known.get(text) ?? (parse(text, { intAsBigInt: true }) as Colleague);
    this.#known.set(text, colleague);
    return colleague;
  }

  #files(): { path: string; text: string }[] {
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(".yaml"));
    return names.sort().map((name) => {
      const path = join(this.#folder, name);
      return { path, text: readFileSync(path, "utf8") };
    });
  }
}

/** An address as people compare them: without case and tag. */
export function plain(email: string): string {
  return email.toLowerCase().replace(/\+[^@]*(?=@)/, "");
}
