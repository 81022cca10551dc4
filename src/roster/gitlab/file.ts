import type { Problem } from "../../core/problem.ts";
import { laterError } from "../../model/errors.ts";
import type { NamedFile } from "../roster-files.ts";
import { blobId } from "./blob-id.ts";
import { noteLfsPointer } from "./lfs.ts";
import type { FileRow } from "./shapes.ts";

/** The bytes of one file, held against the id git gave them. @throws later error where they are not the commit's */
export function checkedFile(
  { content, blob_id, commit_id }: FileRow,
  { path, commit, problems }: { path: string; commit: string; problems: Problem[] },
): NamedFile {
  const bytes = Buffer.from(content, "base64");
  if (commit_id !== commit || blobId(bytes, blob_id) !== blob_id) {
    throw laterError(
      `roster from GitLab: what came as ${path} is not what commit ${commit} has: it was cut or changed on its way`,
      "run again; if it stays, report this line as a bug",
    );
  }
  const file = { shown: path, bytes };
  noteLfsPointer(file, problems);
  return file;
}
