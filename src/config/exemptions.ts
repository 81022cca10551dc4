import { basename } from "node:path";
import { type Problem, problemsError } from "../core/problem.ts";
import { foundText, nodeAt, type YamlNode } from "../core/yaml.ts";
import { configurationError } from "../model/errors.ts";
import type { Exemption, KnownGap } from "../model/exemption.ts";
import { exemptionSchema, gapSchema } from "./exemption-keys.ts";
import { parsePart, type ReadFile } from "./parse-part.ts";
import { bytesOf, parseFile, whyUnreadable } from "./yaml-file.ts";

export interface Exemptions {
  exemptions: Exemption[];
  knownGaps: KnownGap[];
  warnings: string[];
}

/**
 * Reads exemptions.yaml: accepted findings and known gaps, in the order of the file.
 * @throws configuration error with everything that is wrong, each with file:line and key
 */
export async function loadExemptions(path: string): Promise<Exemptions> {
  const bytes = await bytesOf(path);
  if (typeof bytes === "string") {
    throw configurationError(
      `the exemptions ${path}: the file ${whyUnreadable(bytes)}`,
      "make it, or correct exemptions: in rollcall.yaml",
    );
  }
  return parseExemptions(bytes, path);
}

/** The same of bytes that are, or are to be, in that file. @throws configuration error */
export function parseExemptions(bytes: Uint8Array, path: string): Exemptions {
  const problems: Problem[] = [];
  const file = basename(path);
  const root = parseFile(bytes, { file, problems });
  const result = root ? readList({ file, root, problems, mayShow: () => true }) : null;
  if (!result || problems.length > 0) throw problemsError(problems, `correct ${path}`);
  return result;
}

function readList(read: ReadFile): Exemptions {
  const { root, file, problems } = read;
  const result: Exemptions = { exemptions: [], knownGaps: [], warnings: [] };
  if (root.kind === "null") return { ...result, warnings: [`${file}: there is no exemption in it`] };
  if (root.kind !== "list")
    problems.push({ file, line: root.line, message: `expected a list of exemptions, found ${foundText(root)}` });
  for (const [index, item] of itemsOf(root).entries()) {
    if (nodeAt(item, ["known_gap"]).found) result.knownGaps.push(...gapAt(index, { read, line: item.line }));
    else result.exemptions.push(...exemptionAt(index, { read, line: item.line }));
  }
  return result;
}

function itemsOf(root: YamlNode): YamlNode[] {
  return root.kind === "list" ? root.items : [];
}

interface At {
  read: ReadFile;
  line: number;
}

function exemptionAt(index: number, { read, line }: At): Exemption[] {
  const entry = parsePart(exemptionSchema, read, { path: [index] });
  if (!entry) return [];
  const { reason, approver, until } = entry;
  const scope = { system: entry.system ?? null, check: entry.check ?? null };
  const whom = { account: entry.account ?? null, person: entry.person ?? null, match: entry.match ?? null };
  return [
    {
      from: "file",
      key: null,
      ...scope,
      ...whom,
      credential: entry.credential ?? null,
      reason,
      approver,
      until,
      at: `${read.file}:${line}`,
    },
  ];
}

function gapAt(index: number, { read, line }: At): KnownGap[] {
  const entry = parsePart(gapSchema, read, { path: [index] });
  if (!entry) return [];
  const { known_gap: gap, ...rest } = entry;
  return [{ ...gap, ...rest, at: `${read.file}:${line}` }];
}
