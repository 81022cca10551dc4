/** One file of a roster, wherever it was read. */
export interface NamedFile {
  /** As problems and facts name it, with `/`. */
  shown: string;
  bytes: Uint8Array;
}

/** What a roster is made from: files with names and bytes at a revision. */
export interface RosterFiles {
  files: readonly NamedFile[];
  /** `folder`: one person a YAML file; else everybody in one YAML list or one CSV table. */
  form: "folder" | "list" | "csv";
  /** As a reader names it: `roster/`. */
  source: string;
  revision(): Promise<string>;
}
