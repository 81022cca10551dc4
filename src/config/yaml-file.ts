import { readFile } from "node:fs/promises";
import type { Problem } from "../core/problem.ts";
import { decodeText, mebibyte } from "../core/text-file.ts";
import { readYaml, type YamlNode } from "../core/yaml.ts";

/** @returns the bytes, or the code of what kept us from them (`ENOENT`) */
export async function bytesOf(path: string): Promise<Uint8Array | string> {
  try {
    return await readFile(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unreadable";
  }
}

/** A file of at most 1 MiB. @returns `null` with the problem noted where it is no good YAML */
export function parseFile(bytes: Uint8Array, { file, problems }: { file: string; problems: Problem[] }): YamlNode | null {
  const text = decodeText(bytes, { file, problems, limit: mebibyte });
  return text === null ? null : readYaml(text, { file, problems });
}

/** Why a file cannot be read, for messages. */
export function whyUnreadable(code: string): string {
  return code === "ENOENT" ? "is not there" : code === "EISDIR" ? "is a folder, not a file" : `cannot be read (${code})`;
}
