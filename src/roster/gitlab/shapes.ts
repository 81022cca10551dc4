import { z } from "zod";

/** Id of a commit, tree or blob: SHA-1, or SHA-256 in repositories made so. */
const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "expected the id of a git object");

const commit = z.object({ id: objectId });

/** `commit` is a submodule: files of another project. `mode` 120000 is a symbolic link. */
const row = z.object({
  id: objectId,
  path: z.string().min(1),
  type: z.enum(["tree", "blob", "commit"]),
  mode: z.string(),
});

const file = z.object({
  blob_id: objectId,
  commit_id: objectId,
  size: z.number().int().nonnegative(),
  encoding: z.literal("base64"),
  content: z.string(),
});

/** What is read of GitLab's answers (API_Entities_TreeObject, API_Entities_CommitDetail, repository files). */
export const shapes = { commit, row, file };

export type TreeRow = z.output<typeof row>;
export type FileRow = z.output<typeof file>;
