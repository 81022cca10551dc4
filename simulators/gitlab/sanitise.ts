/**
 * Raw HTML inside Markdown, held to GitLab's allow-list: elements and attributes that are not on it go, `<script>` and
 * `<style>` with what they hold. Elements left open are closed at the end and stray ends dropped, so no text can close a
 * container of the page around it.
 */
const ELEMENTS = new Set(
  (
    "h1 h2 h3 h4 h5 h6 h7 h8 br b i strong em a pre code img tt div ins del sup sub p picture ol ul table thead tbody tfoot " +
    "blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo " +
    "cite dfn mark small source span time wbr"
  ).split(" "),
);
const VOID = new Set(["br", "hr", "img", "wbr", "source"]);
const DROPPED_WHOLE = new Set(["script", "style", "title", "textarea", "iframe", "noscript", "svg", "math"]);
const ATTRIBUTES = new Set(
  (
    "abbr accept align alt axis border char charoff cite clear cols colspan compact coords datetime dir disabled headers height href " +
    "hreflang hspace id ismap label lang longdesc loop max maxlength media name nohref noshade nowrap open rel rev rows rowspan " +
    "rules scope shape size span src start summary target title type usemap valign value vspace width itemprop"
  ).split(" "),
);
const UNSAFE_ADDRESS = /^[\s\p{Cc}]*(?:data|javascript|vbscript)[\s\p{Cc}]*:/iu;
const TAG = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|<[!?][^>]*>|</g;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** Elements that are open, kept over the pieces of one rendering; and one whose content is being dropped. */
export interface OpenElements {
  stack: string[];
  dropping: string | null;
}

export function noneOpen(): OpenElements {
  return { stack: [], dropping: null };
}

/** One raw piece, made safe. Comments stay in the source and are not shown. */
export function sanitiseHtml(html: string, open: OpenElements): string {
  let out = "";
  let from = 0;
  for (const match of html.matchAll(TAG)) {
    if (open.dropping === null) out += html.slice(from, match.index);
    from = match.index + match[0].length;
    out += tag(match, open);
  }
  return open.dropping === null ? out + html.slice(from) : out;
}

export function closeAll(open: OpenElements): string {
  const ends = open.stack.toReversed().map((name) => `</${name}>`);
  open.stack = [];
  return ends.join("");
}

function tag(match: RegExpExecArray, open: OpenElements): string {
  const [whole, slash, rawName, attributes] = match;
  if (whole === "<") return open.dropping === null ? "&lt;" : "";
  const name = rawName?.toLowerCase();
  if (name === undefined) return "";
  if (open.dropping !== null) return leaveDropped(name, slash === "/", open);
  if (DROPPED_WHOLE.has(name)) {
    if (slash === "" && !whole.endsWith("/>")) open.dropping = name;
    return "";
  }
  if (!ELEMENTS.has(name)) return "";
  return slash === "/" ? endTag(name, open) : startTag(name, { attributes: attributes ?? "", open });
}

function leaveDropped(name: string, end: boolean, open: OpenElements): string {
  if (end && name === open.dropping) open.dropping = null;
  return "";
}

function endTag(name: string, open: OpenElements): string {
  const at = open.stack.lastIndexOf(name);
  if (at < 0) return "";
  const ends = open.stack.splice(at).toReversed();
  return ends.map((each) => `</${each}>`).join("");
}

function startTag(name: string, { attributes, open }: { attributes: string; open: OpenElements }): string {
  const kept: string[] = [];
  for (const [, key = "", double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? bare;
    if (isAllowed(key.toLowerCase(), value ?? ""))
      kept.push(value === undefined ? key : `${key}="${value.replaceAll('"', "&quot;")}"`);
  }
  if (!VOID.has(name)) open.stack.push(name);
  return `<${[name, ...kept].join(" ")}>`;
}

function isAllowed(key: string, value: string): boolean {
  if (!ATTRIBUTES.has(key)) return false;
  // An entity in an address could hide the scheme from the pattern; GitLab parses first, we refuse.
  const isAddress = key === "href" || key === "src" || key === "cite" || key === "longdesc";
  return !isAddress || !(UNSAFE_ADDRESS.test(value) || /&#|&colon|&tab|&newline/i.test(value));
}
