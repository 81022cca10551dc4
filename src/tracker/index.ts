import type { TrackerConfig } from "../model/config.ts";
import { filesTracker } from "./files.ts";
import type { GitlabDeps } from "./gitlab/api.ts";
import { gitlabTracker } from "./gitlab.ts";
import type { Tracker } from "./tracker.ts";

/** The tracker a configuration names. Nothing is asked or written yet. @throws configuration error where its address is none to trust */
export function openTracker(config: TrackerConfig, deps: GitlabDeps): Tracker {
  const { clock } = deps;
  return "files" in config ? filesTracker(config.files, () => clock?.now() ?? Date.now()) : gitlabTracker(config.gitlab, deps);
}
