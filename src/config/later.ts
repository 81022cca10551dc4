import { nodeAt } from "../core/yaml.ts";
import { isLater } from "./keys.ts";
import type { ReadFile } from "./parse-part.ts";
import { systemKeys } from "./system-keys.ts";
import { topKeys } from "./top-keys.ts";

/** One warning a key whose machinery comes in a later version, however many systems have it. */
export function laterWarnings({ file, root }: ReadFile): string[] {
  const systems = nodeAt(root, ["systems"]).node;
  const ids = systems.kind === "map" ? [...systems.entries.keys()] : [];
  const found = [
    ...laterNames(topKeys).map((key) => ({ key, lines: linesOf([[key]]) })),
    ...laterNames(systemKeys).map((key) => ({ key: `systems.*.${key}`, lines: linesOf(ids.map((id) => ["systems", id, key])) })),
  ];
  return found.flatMap(({ key, lines }) =>
    lines.length > 0 ? [`${file}:${lines[0]}: ${key} is read, but this version does nothing with it`] : [],
  );

  function linesOf(paths: string[][]): number[] {
    return paths.map((path) => nodeAt(root, path)).flatMap((at) => (at.found ? [at.line] : []));
  }
}

function laterNames(keys: Record<string, object>): string[] {
  return Object.entries(keys).flatMap(([name, key]) => (isLater(key) ? [name] : []));
}
