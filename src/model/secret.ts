/**
 * A password or token. Printing, logging or serialising it gives `***`; only `reveal()` gives the text, and only what puts it
 * into a request header or body calls that.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "***";
  }

  toJSON(): string {
    return "***";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "***";
  }
}

/** Every secret within a value, however deep. */
export function* secretsIn(value: unknown): Generator<Secret> {
  if (value instanceof Secret) yield value;
  else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) yield* secretsIn(inner);
}
