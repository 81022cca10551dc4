import type { Problem } from "../../core/problem.ts";
import type { TreeRow } from "./shapes.ts";

const symbolicLink = "120000";

/** Whether a local folder's file of this path would be read: a .yaml or .yml file, no part of its path starting with a dot. */
export function isRosterFile(path: string, folder: string): boolean {
  return /\.ya?ml$/i.test(path) && !isHidden(path, folder);
}

/**
 * The roster's files among a folder's entries, path → id of the blob. What a commit names but does not hold (a submodule's
 * files, what a link leads to) is a problem: people may be in it.
 */
export function wantedFiles(
  rows: readonly TreeRow[],
  { folder, problems }: { folder: string; problems: Problem[] },
): Map<string, string> {
  const wanted = new Map<string, string>();
  for (const { path, type, mode, id } of rows) {
    if (type === "commit" && !isHidden(path, folder)) problems.push({ file: path, line: 1, message: submodule });
    if (type !== "blob" || !isRosterFile(path, folder)) continue;
    if (mode === symbolicLink) problems.push({ file: path, line: 1, message: link });
    else wanted.set(path, id);
  }
  return wanted;
}

const submodule = "a submodule: its files are in another project and are not read; put them here, or move it out of the roster";
const link = "a symbolic link: not followed in GitLab; put the file itself here";

function isHidden(path: string, folder: string): boolean {
  const below = folder === "" ? path : path.slice(folder.length + 1);
  return /(?:^|\/)\./.test(below);
}
