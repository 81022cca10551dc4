import createMarkdownIt, { type Env, type MarkdownIt, type StateBlock, type StateCore, type Token } from "markdown-it";
import { closeAll, noneOpen, sanitiseHtml } from "./sanitise.ts";

/** A ticked, open or crossed-out (`[~]`) box that stands first in a list item. */
export interface TaskBox {
  /** Source line, from 0. */
  line: number;
  state: "checked" | "unchecked" | "inapplicable";
}

export interface RenderContext {
  /** Where relative `/uploads/…` addresses point. */
  uploadsBase: string;
  /** Whether boxes can be ticked by the reader; a note's boxes carry its id. */
  tickable: boolean;
  noteId: number | null;
  /** What is rendered: a box carries its line, so that a tick on a text that has changed meanwhile is refused. */
  source: string;
}

/** What GitLab.com stops at, near enough: its limit is time, these are the sizes people met it at. */
const MOST_TABLE_ROWS = 500;
const MOST_RENDERED_BYTES = 5 * 1024 * 1024;
export const ABORTED =
  "<p>Rendering aborted due to complexity issues. If this is valid markdown, please feel free to open an issue\n" +
  "and attach the original markdown to the issue.</p>\n";

const BOX = /^\[([ xX~])\](?:\s+|$)/;
const engine = createEngine();

/** Block and inline tokens of GitLab Flavored Markdown, near enough for what a tracker writes. Source lines are kept. */
export function parseMarkdown(source: string): Token[] {
  return engine.parse(source.replaceAll("\r", ""), {});
}

/** HTML as GitLab would show it: tables, task lists, raw HTML held to the allow-list, comments left out. */
export function renderMarkdown(source: string, options: Omit<RenderContext, "source">): string {
  const context: RenderContext = { ...options, source: source.replaceAll("\r", "") };
  const tokens = parseMarkdown(source);
  if (tokens.filter((token) => token.type === "tr_open").length > MOST_TABLE_ROWS) return ABORTED;
  const rendering = new Rendering(context);
  const html = engine.renderer.render(tokens, engine.options, { rendering }) + closeAll(rendering.open);
  return Buffer.byteLength(html) > MOST_RENDERED_BYTES ? ABORTED : html;
}

function createEngine(): MarkdownIt {
  const markdown = createMarkdownIt({ html: true, linkify: true });
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true });
  // Escaped characters must stay apart from the text around them: GitLab finds no reference across that border.
  markdown.core.ruler.disable("text_join");
  markdown.core.ruler.push("task_boxes", markTaskBoxes);
  markdown.block.ruler.before("blockquote", "fenced_quote", fencedQuote, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  const rules = markdown.renderer.rules;
  rules.text_special = (tokens, index) => markdown.utils.escapeHtml(tokens[index]?.content ?? "");
  rules.html_inline = (tokens, index, _options, env) => sanitiseHtml(tokens[index]?.content ?? "", renderingOf(env).open);
  rules.html_block = rules.html_inline;
  rules.task_box = (tokens, index, _options, env) => taskBox(boxOf(tokens[index]), env);
  rules.link_open = (tokens, index, options, env, self) =>
    withBase(tokens, { index, name: "href", env }, () => self.renderToken(tokens, index, options));
  const image = rules.image;
  rules.image = (tokens, index, options, env, self) =>
    withBase(tokens, { index, name: "src", env }, () => image?.(tokens, index, options, env, self) ?? "");
  return markdown;
}

/** What a rendering carries along in markdown-it's `env`. */
class Rendering {
  readonly open = noneOpen();
  readonly context: RenderContext;

  constructor(context: RenderContext) {
    this.context = context;
  }
}

function renderingOf(env: Env | undefined): Rendering {
  if (env?.rendering instanceof Rendering) return env.rendering;
  throw new Error("rendered without a context");
}

/** The box a `task_box` token stands for. */
export function boxOf(token: Token | undefined): TaskBox {
  const { line, state } = token?.meta ?? {};
  if (typeof line !== "number" || (state !== "checked" && state !== "unchecked" && state !== "inapplicable"))
    throw new Error("not a task box");
  return { line, state };
}

function withBase(tokens: Token[], at: { index: number; name: string; env: Env | undefined }, render: () => string): string {
  const token = tokens[at.index];
  const address = token?.attrGet(at.name);
  if (typeof address === "string" && address.startsWith("/uploads/")) {
    token?.attrSet(at.name, `${renderingOf(at.env).context.uploadsBase}${address}`);
  }
  return render();
}

function taskBox(box: TaskBox, env: Env | undefined): string {
  const { noteId, tickable, source } = renderingOf(env).context;
  const line = engine.utils.escapeHtml(source.split("\n")[box.line] ?? "");
  const data = `data-line="${box.line + 1}" data-source="${line}"${noteId ? ` data-note="${noteId}"` : ""}`;
  const checked = box.state === "checked" ? " checked" : "";
  const disabled = tickable && box.state !== "inapplicable" ? "" : " disabled";
  return `<input type="checkbox" class="task-list-item-checkbox" ${data}${checked}${disabled}> `;
}

/** A list item whose text starts with a box gets a token of its own for it, in front of the text without it. */
function markTaskBoxes(state: StateCore): void {
  state.tokens.forEach((token, index) => {
    const first = token.children?.[0];
    if (token.type !== "inline" || state.tokens[index - 2]?.type !== "list_item_open" || first?.type !== "text") return;
    const box = BOX.exec(first.content);
    if (box === null) return;
    first.content = first.content.slice(box[0].length);
    const mark = new state.Token("task_box", "input", 0);
    mark.meta = { line: token.map?.[0] ?? 0, state: boxState(box[1]) } satisfies TaskBox;
    token.children?.unshift(mark);
  });
}

function boxState(letter: string | undefined): TaskBox["state"] {
  if (letter === "~") return "inapplicable";
  return letter === " " ? "unchecked" : "checked";
}

/** GitLab's own `>>>` … `>>>` quote over many lines. */
function fencedQuote(state: StateBlock, from: number, to: number, silent: boolean): boolean {
  if (lineOf(state, from) !== ">>>") return false;
  let end = from + 1;
  while (end < to && lineOf(state, end) !== ">>>") end += 1;
  if (end >= to) return false;
  if (silent) return true;
  state.push("blockquote_open", "blockquote", 1).map = [from, end + 1];
  state.md.block.tokenize(state, from + 1, end);
  state.push("blockquote_close", "blockquote", -1);
  state.line = end + 1;
  return true;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd();
}
