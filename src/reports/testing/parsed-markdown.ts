import MarkdownIt from "markdown-it";

/** Markdown as a reader's renderer sees it: raw HTML allowed, bare addresses linked where they start with a scheme, GFM tables. */
const reader = new MarkdownIt({ html: true, linkify: true });
reader.linkify.set({ fuzzyLink: false });

export interface ParsedMarkdown {
  /** Text of each block (paragraph, list item, heading, table cell), in order. */
  texts: string[];
  /** Raw HTML, each piece. */
  html: string[];
  /** Targets of links. */
  links: string[];
  /** Code spans. */
  codes: string[];
  /** Kinds of inline tokens. */
  kinds: Set<string>;
}

export function parseMarkdown(markdown: string): ParsedMarkdown {
  const parsed: ParsedMarkdown = { texts: [], html: [], links: [], codes: [], kinds: new Set() };
  for (const block of reader.parse(markdown, {})) {
    if (block.type === "html_block") parsed.html.push(block.content);
    if (!block.children) continue;
    const seen = block.children.filter(({ type }) => type === "text" || type === "code_inline" || type === "text_special");
    parsed.texts.push(seen.map(({ content }) => content).join(""));
    for (const token of block.children) {
      parsed.kinds.add(token.type);
      if (token.type === "html_inline") parsed.html.push(token.content);
      if (token.type === "code_inline") parsed.codes.push(token.content);
      if (token.type === "link_open") parsed.links.push(String(token.attrGet("href")));
    }
  }
  return parsed;
}

/** The source without what GitLab reads no references in: comments, code spans, link targets, backslash pairs. */
export function referenceSource(markdown: string): string {
  return markdown
    .replace(/<!-- rollcall:(?:finding key="[^"]*" ref="[^"]*"|start) -->/g, "")
    .replace(/(?<=(?<!\\)(?:\\\\)*)\]\([^()\s]*\)/g, "")
    .replace(/\\[!-/:-@[-`{-~]/g, " ")
    .replace(/`(?:[0-9a-z -]*|\/rollcall [a-z]+ F12[0-9a-z :-]*)`/g, "");
}
