import type { Project } from "../../model/project.ts";
import type { ProjectRow } from "./shapes.ts";

/** Deletion weighs more: an archived project that is deleted soon is gone soon. */
export function stateOf(
  row: Pick<ProjectRow, "archived" | "marked_for_deletion_on" | "marked_for_deletion_at">,
): Project["state"] {
  if (deletionDay(row) !== null) return "marked-for-deletion";
  return row.archived ? "archived" : "active";
}

/** `marked_for_deletion_at` is its name before GitLab 13. */
export function deletionDay(row: Pick<ProjectRow, "marked_for_deletion_on" | "marked_for_deletion_at">): string | null {
  return row.marked_for_deletion_on || row.marked_for_deletion_at || null;
}

/**
 * Why a project has no default branch to protect; `null` where it has one, or nobody can tell. An empty repository still names the
 * branch to come as its default one; where the code may not be read GitLab leaves the name out.
 */
export function branchlessReason({ empty_repo, default_branch, repository_access_level }: ProjectRow): string | null {
  if (repository_access_level === "disabled") return "the repository is switched off";
  if (empty_repo === true) return "the repository is empty";
  return default_branch === null ? "there is no default branch" : null;
}
