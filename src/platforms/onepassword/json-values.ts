import { platformError, type RollcallError } from "../../model/errors.ts";

/** A value that is longer is no row of any list. */
const longest = 8 * 2 ** 20;

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Array.from('"\\{}[]', (char) => char.charCodeAt(0));

/**
 * Takes a printed list apart while it comes in, so that one of any length is never in memory as a whole. `op` may print an array,
 * objects one after the other, `null`, or nothing at all: each gives its objects, as text.
 */
export class JsonValues {
  readonly #what: string;
  readonly #excerpt: (text: string) => string;
  /** What was not given yet: the value that is being read, from its first character. */
  #text = "";
  #at = 0;
  #depth = 0;
  #inText = false;
  #isEscaped = false;
  #place: "start" | "list" | "objects" | "over" = "start";
  /** A bare word as far as it came: only `null` is one. */
  #word = "";

  /** @param of what begins the messages ("op user list"); how outside text is made fit to quote */
  constructor(of: { what: string; excerpt(text: string): string }) {
    this.#what = of.what;
    this.#excerpt = of.excerpt;
  }

  /** @returns the objects that are whole with this chunk. @throws platform error at the first character that is no list's */
  push(chunk: string): string[] {
    this.#text += chunk;
    const values: string[] = [];
    while (this.#at < this.#text.length) {
      if (this.#depth === 0) this.#between();
      else if (this.#within()) values.push(this.#taken());
    }
    if (this.#depth === 0) this.#drop();
    else if (this.#text.length > longest) throw this.#wrong(`printed one row of more than ${longest / 2 ** 20} MiB`);
    return values;
  }

  /** @throws platform error where the list breaks off */
  end(): void {
    if (this.#depth > 0 || this.#place === "list") throw this.#wrong("printed JSON that breaks off");
    if (this.#word !== "" && this.#word !== "null") throw this.#noJson();
  }

  /** Looks at one character outside of any object. */
  #between(): void {
    const char = this.#text.charAt(this.#at);
    if (char === "{" && this.#place !== "over" && this.#word === "") {
      this.#drop();
      this.#depth = 1;
      if (this.#place === "start") this.#place = "objects";
    } else if (char === "[" && this.#place === "start" && this.#word === "") this.#place = "list";
    else if (char === "]" && this.#place === "list") this.#place = "over";
    else if (!/[\s,]/.test(char)) this.#bare(char);
    this.#at += 1;
  }

  #bare(char: string): void {
    this.#word += char;
    if (this.#place !== "start" || !"null".startsWith(this.#word)) throw this.#noJson();
  }

  /** Goes on to the end of the object, or of what is there of it. @returns whether it ends */
  #within(): boolean {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (this.#inText) this.#inside(code);
      else if (code === quote) this.#inText = true;
      else if (code === openBrace || code === openBracket) this.#depth += 1;
      else if ((code === closeBrace || code === closeBracket) && --this.#depth === 0) return true;
    }
    return false;
  }

  #inside(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === backslash) this.#isEscaped = true;
    else if (code === quote) this.#inText = false;
  }

  #taken(): string {
    const value = this.#text.slice(0, this.#at + 1);
    this.#at += 1;
    this.#drop();
    return value;
  }

  #drop(): void {
    this.#text = this.#text.slice(this.#at);
    this.#at = 0;
  }

  #noJson(): RollcallError {
    const from = Math.max(0, this.#at - this.#word.length + 1);
    return this.#wrong(`printed no JSON list: "${this.#excerpt(this.#text.slice(from, from + 2000))}"`);
  }

  #wrong(what: string): RollcallError {
    return platformError(`${this.#what} ${what}`, "run it by hand to see what it prints; nothing of this source was used");
  }
}
