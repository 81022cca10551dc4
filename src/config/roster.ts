import { resolve } from "node:path";
import type { RosterConfig } from "../model/config.ts";
import type { RosterSettings } from "./roster-keys.ts";

/** `folder`: what relative paths are relative to. */
export function toRoster({ directory, file, csv, gitlab }: RosterSettings, folder: string): RosterConfig {
  if (gitlab) return { gitlab: { ...gitlab, ref: gitlab.ref ?? null } };
  if (directory !== undefined) return { directory: resolve(folder, directory) };
  return file === undefined ? { csv: resolve(folder, csv ?? "") } : { file: resolve(folder, file) };
}
