import type { RootContent } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { type ConstructName, type Options, toMarkdown, type Unsafe } from "mdast-util-to-markdown";

/** Link targets and the like: escapes mean nothing to a reader there, and the library has its own rules for them. */
const notProse: ConstructName[] = [
  "autolink",
  "destinationLiteral",
  "destinationRaw",
  "reference",
  "titleQuote",
  "titleApostrophe",
];

/**
 * What GitLab reads and plain Markdown does not: mentions, references, labels, milestones, snippets, epics, emoji and math.
 * A backslash before the character prevents each (GitLab docs, user/markdown: "Escape characters"). At the end of a word they
 * start nothing, so prose stays readable. A look-ahead, not a match: of `@@all` the second one counts too.
 */
const references: Unsafe[] = ["@", "#", "!", "~", "%", "$", "&", "^", ":"].map((character) => ({
  character,
  after: "(?=\\S)",
  inConstruct: "phrasing",
  notInConstruct: notProse,
}));

/** Tags, comments and their ends (`-->` would close a marker), link ends, tables, inline diffs. */
const structure: Unsafe[] = ["<", ">", "]", "|", "{"].map((character) => ({
  character,
  inConstruct: "phrasing",
  notInConstruct: notProse,
}));

/** `www.acme.test` is linked without a scheme. */
const bareHost: Unsafe = { character: ".", before: "[Ww]{3}", inConstruct: "phrasing", notInConstruct: notProse };

/** GitLab runs a line that starts with `/close` from a description too, and removes it. */
const quickActions: Unsafe = { character: "/", atBreak: true };

const options: Options = {
  bullet: "-",
  listItemIndent: "one",
  resourceLink: true,
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  unsafe: [...references, ...structure, bareHost, quickActions],
};

/** Markdown in which every text node is only text, on GitLab too. Text nodes hold no control characters (`visibleText`). */
export function gitlabMarkdown(children: RootContent[]): string {
  return toMarkdown({ type: "root", children }, options);
}
