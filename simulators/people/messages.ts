/** What a comment wants of whoever reads it, told by its words as people do. */
export type Wants = "ask" | "escalate" | "tell" | "decide" | "review" | "unseen" | "words";

const told: readonly [Wants, RegExp][] = [
  ["ask", /for you to fix or to explain/],
  ["escalate", /was asked about .* still open/],
  ["decide", /waits? for (?:your decision|a decision that)/],
  ["review", /everything in the access audit .* is settled|waits for your word to close it/],
  ["unseen", /not seen fixed in the listing/],
  ["tell", /of the access audit .* (?:is|are) still open/],
];

/** What stands in a comment to be read; what is hidden in HTML comments is not. */
export function readable(body: string): string {
  return body.replace(/<!--[\s\S]*?-->/g, "").trim();
}

export function wantsOf(body: string): Wants {
  const text = readable(body);
  return told.find(([, words]) => words.test(text))?.[0] ?? "words";
}

/** Usernames that are mentioned; an escaped @ mentions nobody. */
export function mentionsIn(body: string): string[] {
  return [...readable(body).matchAll(/(?<![\\\w])@(\w(?:[\w.-]*\w)?)/g)].map(([, name = ""]) => name);
}

/** Findings a comment lists, or names where it lists none. */
export function refsIn(body: string): string[] {
  const text = readable(body);
  const listed = [...text.matchAll(/^[-*] (?:\*\*)?(F\d+)\b/gm)];
  const named = listed.length > 0 ? listed : [...text.matchAll(/\b(F\d+)\b/g)];
  return [...new Set(named.map(([, ref = ""]) => ref))];
}

/** One finding as the Notes of the issue have it. */
export interface Line {
  ref: string;
  key: string;
  /** `null` = without a box. */
  ticked: boolean | null;
  /** From 0. */
  at: number;
}

/** The findings of a description, by ref. */
export function linesOf(description: string): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const [at, text] of description.split("\n").entries()) {
    const [, key = "", ref = ""] = /^.*<!-- rollcall:finding key="([^"]*)" ref="([^"]*)" -->/.exec(text) ?? [];
    if (ref === "") continue;
    const box = /^\s*[-*+] \[([ xX])\] /.exec(text)?.[1];
    lines.set(ref, { ref, key: decoded(key), ticked: box === undefined ? null : box !== " ", at });
  }
  return lines;
}

/** In markers, whatever could end them stands as `=` and four hex digits. */
function decoded(value: string): string {
  return value.replace(/=([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The description with the boxes of those findings ticked. */
export function withTicks(description: string, refs: readonly string[]): string {
  const wanted = new Set(refs.flatMap((ref) => linesOf(description).get(ref)?.at ?? []));
  const lines = description.split("\n");
  return lines.map((line, at) => (wanted.has(at) ? line.replace(/^(\s*[-*+] )\[ \]/, "$1[x]") : line)).join("\n");
}

const startBox = /^(\s*[-*+] )\[ \](?= \*{0,2}Reviewed, start asking)/m;

/** With "Reviewed, start asking" ticked; `null` where there is no such box to tick. */
export function withStart(description: string): string | null {
  return startBox.test(description) ? description.replace(startBox, "$1[x]") : null;
}
