import { visibleText } from "./text.ts";

/** HTML that is ready. Only the `html` tag makes it: data that looks like it is still data. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

export type Content = Html | string | number | null | readonly Content[];

/** Escapes every value put into it but `Html`; lists are joined, `null` is nothing. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...values: Content[]): Html {
  return new Html(strings.reduce((markup, string, index) => markup + string + rendered(values[index] ?? null), ""));
}

function rendered(value: Content): string {
  if (value === null) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return value.map(rendered).join("");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;" };

function escapeHtml(text: string): string {
  return text.replace(/[^ ]+/gu, visibleText).replace(/[&<>"'`]/g, (character) => entities[character] ?? "");
}
