import type { z } from "zod";
import type { Problem } from "../core/problem.ts";
import { nodeAt, plainData, type YamlNode, type YamlPath } from "../core/yaml.ts";
import { explain } from "./explain.ts";

/** A file being read: its name in messages, its content, and what was found wrong so far. */
export interface ReadFile {
  file: string;
  root: YamlNode;
  problems: Problem[];
  mayShow(path: YamlPath): boolean;
}

export interface Part {
  path: YamlPath;
  /** Left out: what stands at the path. */
  data?: unknown;
  alsoKnown?: readonly string[];
}

/** What stands at a path, as the schema makes it. @returns `null` with every fault noted as a problem */
export function parsePart<S extends z.ZodType>(
  schema: S,
  read: ReadFile,
  { path, data, alsoKnown = [] }: Part,
): z.output<S> | null {
  const result = schema.safeParse(data ?? plainData(nodeAt(read.root, path).node));
  if (result.success) return result.data;
  const { file, root, mayShow } = read;
  read.problems.push(...explain(result.error.issues, { file, root, mayShow, schema, prefix: path, alsoKnown }));
  return null;
}
