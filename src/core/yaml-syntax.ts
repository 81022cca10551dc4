/**
 * What is wrong, in words for who wrote the file. The parser's own messages are not used: some quote the text, and that may be a
 * secret. Codes: https://eemeli.org/yaml/#errors
 */
export function syntaxMessage({ code, message = "" }: { code: string; message?: string }): string {
  // A bracket that is never closed is told as an indentation fault: "… must be sufficiently indented and end with a ]".
  if (code === "BAD_INDENT" && message.includes("end with a")) return String(messages.MISSING_CHAR);
  return messages[code] ?? `not valid YAML here (${code})`;
}

const messages: Readonly<Record<string, string>> = {
  BAD_ALIAS: "an alias (*) without a usable name: put text that starts with * in quotes",
  BAD_COLLECTION_TYPE: "tags (!…) are not read: write the value without one",
  BAD_DIRECTIVE: "directives (lines that start with %) are not read",
  BAD_DQ_ESCAPE: 'an unknown \\ escape inside "…": use single quotes, or write \\\\',
  BAD_INDENT: "the indentation does not fit the lines above",
  BAD_SCALAR_START: "text may not start with this character: put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "expected one value; for text with a colon, put it in quotes",
  BLOCK_IN_FLOW: "inside { } and [ ] no keys or items on lines of their own",
  IMPOSSIBLE: "nested too deeply, or not YAML at all",
  MISSING_CHAR: "a quote, bracket, brace, comma or colon is missing",
  MULTILINE_IMPLICIT_KEY: "a key must be on one line and end in a colon",
  MULTIPLE_DOCS: "one document a file: a second one starts here (---)",
  RESOURCE_EXHAUSTION: "nested too deeply",
  TAB_AS_INDENT: "indented with a tab: use spaces",
  TAG_RESOLVE_FAILED: "tags (!…) are not read: write the value without one",
  UNEXPECTED_TOKEN: "not expected here: is a quote, bracket or colon missing?",
};

/** `groups: `, the key an error at this place most likely belongs to; empty where the lines above have none. */
export function keyNear(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  const lines = text.slice(Math.max(0, offset - 10_000), end < 0 ? text.length : end).split("\n");
  for (const line of lines.reverse()) {
    const key = /^\s*(?:- +)?["']?([A-Za-z_][\w-]{0,40})["']?\s*:(?:\s|$)/.exec(line)?.[1];
    if (key) return `${key}: `;
  }
  return "";
}
