import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./yaml.ts";

/**
 * The quick way for one item of a long list: reads the YAML nearly every roster is written in (keys on lines of their own, plain
 * or quoted text, flow maps and lists on one line) about ten times as fast as the parser of `yaml.ts`, into the same nodes.
 * @returns `null` for everything else, also for whatever is wrong: then the parser decides
 */
export function readPlainItem(text: string, firstLine: number): YamlMap | null {
  if (!text.startsWith("- ") || text.endsWith("\r")) return null;
  const root: YamlMap = { kind: "map", line: firstLine, entries: new Map() };
  const open: OpenMap[] = [{ indent: 2, map: root }];
  let waiting: Waiting | null = null;
  let line = firstLine - 1;
  for (const written of ` ${text.slice(1)}`.split("\n")) {
    line += 1;
    const parts = keyLine.exec(written);
    if (!parts) {
      if (/^ *\r?$/.test(written)) continue;
      return null;
    }
    const [, spaces = "", key = "", value = ""] = parts;
    const map = mapFor(open, { indent: spaces.length, waiting, line });
    if (!map || map.entries.has(key) || notText.test(key)) return null;
    waiting = null;
    if (value === "") waiting = { map, key, line };
    else {
      const node = valueNode(value, line);
      if (!node) return null;
      map.entries.set(key, { line, value: node });
    }
  }
  return waiting ? null : root;
}

interface OpenMap {
  indent: number;
  map: YamlMap;
}

/** A key without a value on its line: the keys below it follow. */
interface Waiting {
  map: YamlMap;
  key: string;
  line: number;
}

const keyLine = /^( *)([A-Za-z_][\w-]{0,60}):(?: +(\S.*?))? *\r?$/;

/** What the core schema takes for something else than text (YAML 1.2.2 §10.3.2). */
const notText = /^(?:null|true|false)$/i;

/** The map a line of this indent belongs to; the lines after a waiting key open a new one. */
function mapFor(open: OpenMap[], at: { indent: number; waiting: Waiting | null; line: number }): YamlMap | null {
  const { indent, waiting, line } = at;
  if (waiting) {
    if (indent <= (open.at(-1)?.indent ?? 0)) return null;
    const map: YamlMap = { kind: "map", line, entries: new Map() };
    waiting.map.entries.set(waiting.key, { line: waiting.line, value: map });
    open.push({ indent, map });
    return map;
  }
  while (open.length > 1 && (open.at(-1)?.indent ?? 0) > indent) open.pop();
  const last = open.at(-1);
  return last?.indent === indent ? last.map : null;
}

/** Plain text on a line of its own: starts harmlessly, no comment, colons only inside words. */
const blockText = /^[\p{L}\d](?:[^:#\p{C}\p{Zl}\p{Zp}]|:(?=[^\s:#\p{C}]))*$/u;
const quotedText = /^(?:"([^"\\\p{C}\p{Zl}\p{Zp}]*)"|'([^'\p{C}\p{Zl}\p{Zp}]*)')$/u;

function valueNode(text: string, line: number): YamlNode | null {
  if (text.startsWith("{") || text.startsWith("[")) return flowNode(text, line);
  const quotes = quotedText.exec(text);
  if (quotes) return { kind: "text", line, text: quotes[1] ?? quotes[2] ?? "" };
  return blockText.test(text) ? plainScalar(text, line) : null;
}

function plainScalar(text: string, line: number): YamlScalar {
  if (/^null$/i.test(text))
    return /^(?:null|Null|NULL)$/.test(text) ? { kind: "null", line, text: "" } : { kind: "text", line, text };
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return { kind: "boolean", line, text };
  return { kind: numeric.test(text) ? "number" : "text", line, text };
}

const numeric = /^(?:\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/;

/** `{ id: 1, groups: [A, B] }`, one step a token. */
function flowNode(text: string, line: number): YamlNode | null {
  const reader = { text, at: 0, line };
  const node = flowValue(reader);
  return node && reader.at === text.length ? node : null;
}

interface FlowReader {
  text: string;
  at: number;
  line: number;
}

const flowText = /[\p{L}\d](?:[^\s:#,[\]{}\p{C}]| +(?=[^\s:#,[\]{}\p{C}]))*/uy;
const flowKey = /([A-Za-z_][\w-]{0,60}): +/y;
const flowQuoted = /"([^"\\\p{C}\p{Zl}\p{Zp}]*)"|'([^'\p{C}\p{Zl}\p{Zp}]*)'/uy;

function flowValue(reader: FlowReader): YamlNode | null {
  const { line } = reader;
  if (take(reader, /\[ */y)) return flowList(reader);
  if (take(reader, /\{ */y)) return flowMap(reader);
  const quotes = take(reader, flowQuoted);
  if (quotes) return { kind: "text", line, text: quotes[1] ?? quotes[2] ?? "" };
  const plain = take(reader, flowText);
  return plain && plainScalar(plain[0], line);
}

function flowList(reader: FlowReader): YamlNode | null {
  const items: YamlNode[] = [];
  while (!take(reader, /\]/y)) {
    const item = flowValue(reader);
    if (!item || !separated(reader, "]")) return null;
    items.push(item);
  }
  return { kind: "list", line: reader.line, items };
}

function flowMap(reader: FlowReader): YamlNode | null {
  const entries = new Map<string, YamlEntry>();
  while (!take(reader, /\}/y)) {
    const key = take(reader, flowKey)?.[1];
    const value = key === undefined ? null : flowValue(reader);
    if (key === undefined || !value || entries.has(key) || notText.test(key) || !separated(reader, "}")) return null;
    entries.set(key, { line: reader.line, value });
  }
  return { kind: "map", line: reader.line, entries };
}

/** After an item: a comma and another, or the end. */
function separated(reader: FlowReader, end: string): boolean {
  take(reader, / +/y);
  if (reader.text[reader.at] === end) return true;
  return take(reader, /, +/y) !== null && reader.text[reader.at] !== end;
}

function take(reader: FlowReader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found) reader.at = pattern.lastIndex;
  return found;
}
