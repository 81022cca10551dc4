import type { Problem } from "../../core/problem.ts";
import type { NamedFile } from "../roster-files.ts";

const pointer = "version https://git-lfs.github.com/spec/";

/** A file kept in Git LFS has only a pointer in the repository: no roster, and no person either. */
export function noteLfsPointer({ shown, bytes }: NamedFile, problems: Problem[]): void {
  if (Buffer.from(bytes.subarray(0, pointer.length)).toString("latin1") !== pointer) return;
  problems.push({ file: shown, line: 1, message: "kept in Git LFS: only its pointer is in the repository; take it out of LFS" });
}
