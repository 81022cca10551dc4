import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type Scalar } from "yaml";
import { type Problem, quoted } from "./problem.ts";
import { keyNear, syntaxMessage } from "./yaml-syntax.ts";

/** A value with the line it starts at. Numbers keep their text: ids may have more digits than a number can hold. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  kind: "map";
  line: number;
  entries: Map<string, YamlEntry>;
}

export interface YamlEntry {
  /** Line of the key. */
  line: number;
  value: YamlNode;
}

export interface YamlList {
  kind: "list";
  line: number;
  items: YamlNode[];
}

export interface YamlScalar {
  kind: "text" | "number" | "boolean" | "null";
  line: number;
  /** As written, without quotes. */
  text: string;
  /** Where variables were put into the text: how it stood in the file. */
  written?: string;
}

/** Values anchors may add to one file: more than any roster needs, less than a file made to blow up. */
const expandable = 10_000;

const plainTags = new Set(["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`));

export interface YamlOptions {
  /** As named in problems. */
  file: string;
  /** Line of the file the text starts at. */
  firstLine?: number;
  problems: Problem[];
}

/**
 * One YAML 1.2 document. Hardened: no tags, no directives, no second document, no key twice, anchors expand to 10,000 values at
 * most; `<<` takes over the keys of an anchor. Pure. @returns `null` with a problem noted where it cannot be read; an empty text
 * is a null scalar
 */
export function readYaml(text: string, options: YamlOptions): YamlNode | null {
  const { file, firstLine = 1, problems } = options;
  const before = problems.length;
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  const sayAt = (line: number, message: string) => void problems.push({ file, line, message });
  const say = (offset: number, message: string) => sayAt(lineAt(offset), message);
  const directive = text.search(/^%/m);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, stringKeys: false });
  // One slip makes the parser stumble on for many lines: the first error is the one to mend.
  const [error] = [...document.errors, ...document.warnings];
  // What is missing at the end of the text is missing in its last line that says something.
  const errorAt = Math.min(error?.pos[0] ?? 0, text.trimEnd().length);
  if (error) say(errorAt, `${keyNear(text, errorAt)}${syntaxMessage(error)}`);
  else if (directive >= 0) say(directive, "directives (lines that start with %) are not read");
  if (problems.length > before) return null;
  if (!document.contents) return { kind: "null", line: firstLine, text: "" };
  const builder: Builder = { lineAt, say, sayAt, anchors: new Map(), within: new Set(), expanded: 0, inAlias: false };
  const node = build(document.contents, builder);
  return problems.length > before ? null : node;
}

interface Builder {
  lineAt(offset: number): number;
  say(offset: number, message: string): void;
  sayAt(line: number, message: string): void;
  /** As they stand at this point of the file: an alias means the last one above it. */
  anchors: Map<string, Node>;
  /** Anchors being expanded: one inside itself never ends. */
  within: Set<string>;
  expanded: number;
  inAlias: boolean;
}

function build(node: Node, builder: Builder): YamlNode {
  const offset = node.range?.[0] ?? 0;
  const nothing: YamlScalar = { kind: "null", line: builder.lineAt(offset), text: "" };
  if (builder.inAlias && ++builder.expanded > expandable) {
    if (builder.expanded === expandable + 1) builder.say(offset, "anchors expand to more than 10,000 values: write them out");
    return nothing;
  }
  if (isAlias(node)) return expand(node.source, { offset, nothing, builder });
  const { anchor, tag } = node as { anchor?: string; tag?: string };
  if (anchor !== undefined && !builder.inAlias) builder.anchors.set(anchor, node);
  if (tag !== undefined && !plainTags.has(tag)) builder.say(offset, syntaxMessage({ code: "TAG_RESOLVE_FAILED" }));
  else if (isMap(node)) return buildMap(node.items as Pair<Node, Node | null>[], { line: nothing.line, builder });
  else if (isSeq(node))
    return { kind: "list", line: nothing.line, items: node.items.map((item) => build(item as Node, builder)) };
  else if (isScalar(node)) return { ...nothing, ...scalar(node) };
  return nothing;
}

function scalar({ value, source }: Scalar): Pick<YamlScalar, "kind" | "text"> {
  if (value === null || value === undefined) return { kind: "null", text: "" };
  if (typeof value === "string") return { kind: "text", text: value };
  return { kind: typeof value === "boolean" ? "boolean" : "number", text: source ?? String(value) };
}

/** A copy of what the anchor names, with the lines it stands at. */
function expand(name: string, at: { offset: number; nothing: YamlScalar; builder: Builder }): YamlNode {
  const { builder, offset, nothing } = at;
  const target = builder.anchors.get(name);
  if (!target || builder.within.has(name)) {
    builder.say(offset, target ? `the anchor &${name} holds itself` : `there is no anchor &${name} above *${name}`);
    return nothing;
  }
  const outer = builder.inAlias;
  builder.inAlias = true;
  builder.within.add(name);
  const node = build(target, builder);
  builder.within.delete(name);
  builder.inAlias = outer;
  return node;
}

function buildMap(pairs: readonly Pair<Node, Node | null>[], at: { line: number; builder: Builder }): YamlMap {
  const { builder } = at;
  const map: YamlMap = { kind: "map", line: at.line, entries: new Map() };
  const inherited: YamlEntry[] = [];
  for (const { key, value } of pairs) {
    const offset = key.range?.[0] ?? 0;
    const line = builder.lineAt(offset);
    if (!isScalar(key)) {
      builder.say(offset, "a key must be plain text");
      continue;
    }
    const { text: name } = scalar(key);
    const entry: YamlEntry = { line, value: value ? build(value, builder) : { kind: "null", line, text: "" } };
    const first = map.entries.get(name);
    if (name === "<<" && key.type === "PLAIN") inherited.push(entry);
    else if (first) builder.say(offset, `the key ${name} stands twice: first in line ${first.line}`);
    else map.entries.set(name, entry);
  }
  for (const entry of inherited) takeOver(map, entry, builder);
  return map;
}

/** `<<: *anchor` or `<<: [*a, *b]`: their keys, where the map has none of its own. */
function takeOver(map: YamlMap, { line, value }: YamlEntry, builder: Builder): void {
  for (const from of value.kind === "list" ? value.items : [value]) {
    if (from.kind !== "map") builder.sayAt(line, "<< expects an anchor with keys");
    else for (const [key, entry] of from.entries) if (!map.entries.has(key)) map.entries.set(key, entry);
  }
}

/** As JavaScript has it: integers that a number cannot hold exactly become their text. */
export function plainData(node: YamlNode): unknown {
  switch (node.kind) {
    case "map":
      // fromEntries makes own properties, so that a key called __proto__ is a key like any other.
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainData(value)]));
    case "list":
      return node.items.map(plainData);
    case "null":
      return null;
    case "boolean":
      return /^t/i.test(node.text);
    case "number":
      return exactNumber(node.text);
    case "text":
      return node.text;
  }
}

function exactNumber(text: string): number | string {
  const special = /^([-+]?)\.inf$/i.exec(text);
  const number = special ? Number(`${special[1]}Infinity`) : /^\.nan$/i.test(text) ? Number.NaN : Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

/** Key, list index: `["people", "skip", 0]`. */
export type YamlPath = readonly (string | number)[];

/** The node at a path, and the line of its key; of the nearest node above it (`found` false) where there is none. */
export function nodeAt(root: YamlNode, path: YamlPath): { node: YamlNode; line: number; found: boolean } {
  let at = { node: root, line: root.line, found: true };
  for (const step of path) {
    const entry = childOf(at.node, step);
    if (!entry) return { ...at, found: false };
    at = { node: entry.value, line: entry.line, found: true };
  }
  return at;
}

function childOf(node: YamlNode, step: string | number): YamlEntry | undefined {
  if (node.kind === "map") return node.entries.get(String(step));
  const item = node.kind === "list" ? node.items[Number(step)] : undefined;
  return item && { line: item.line, value: item };
}

/** What was found, as a message may say it: kinds, and scalars as they are. */
export function foundText(node: YamlNode): string {
  switch (node.kind) {
    case "map":
      return "keys";
    case "list":
      return "a list";
    case "null":
      return "nothing";
    default:
      return quoted(node.written ?? node.text);
  }
}
