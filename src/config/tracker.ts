import { resolve } from "node:path";
import type { z } from "zod";
import type { TrackerConfig } from "../model/config.ts";
import type { trackerSchema } from "./tracker-keys.ts";

/** `folder`: what a relative `files:` is relative to. */
export function toTracker(tracker: z.output<typeof trackerSchema>, folder: string): TrackerConfig {
  return tracker.gitlab ? { gitlab: tracker.gitlab } : { files: resolve(folder, tracker.files ?? "") };
}
