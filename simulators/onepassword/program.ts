import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BookedRun, State } from "./data.ts";

/** The fake `op` in a folder of its own: the program, the state it reads at every start, and its books. */
export class FakeProgram {
  readonly #state: string;
  readonly #books: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#state = join(folder, "state.json");
    this.#books = join(folder, "books.jsonl");
    this.forget();
    writeProgram(join(folder, "op"), this.#state);
  }

  write(state: Omit<State, "books">): void {
    writeFileSync(this.#state, JSON.stringify({ ...state, books: this.#books }));
  }

  books(): BookedRun[] {
    if (!existsSync(this.#books)) return [];
    const lines = readFileSync(this.#books, "utf8").split("\n");
    return lines.filter(Boolean).map((line) => JSON.parse(line) as BookedRun);
  }

  forget(): void {
    rmSync(this.#books, { force: true });
  }
}

/** An executable that is the very process of the Node script, so that whoever ends it ends the script. */
function writeProgram(path: string, state: string): void {
  const words = [process.execPath, join(import.meta.dirname, "op.ts"), state].map(quoted);
  writeFileSync(path, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  chmodSync(path, 0o755);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
