import type { z } from "zod";
import { secretText, webAddress } from "../core/setting-types.ts";
import { gitlabProject } from "./gitlab-project.ts";
import { type Keys, someText, strict } from "./keys.ts";
import { onlyOne } from "./only-one.ts";

/** A path inside a repository; it never leads out of it. */
const repositoryPath = someText
  .transform((path) => path.replace(/^\.?\/+|\/+$/g, "").replace(/^\.$/, ""))
  .refine(
    (path) => path === "" || path.split("/").every((step) => step !== "" && step !== "." && step !== ".."),
    "expected a path in the repository such as roster, or . for all of it",
  );

/** What git takes for the name of a branch or tag, and ids of commits. */
const gitRef = someText.refine(
  (ref) => /^[^\s~^:?*[\]\\\u0000-\u001f\u007f]+$/.test(ref) && !/^-|^\/|\/$|^@$|\.\.|\/\/|@\{|(?:^|\/)\./.test(ref),
  "expected a branch, a tag or a commit",
);

export const gitlabRosterKeys = {
  url: { doc: "Address of GitLab.", schema: webAddress },
  project: { doc: "Project that holds the roster: path with namespace, or number.", schema: gitlabProject },
  path: {
    doc: "In the repository: a folder (one YAML file a person), or one `.yaml` or `.csv` file with everybody. `.` is the whole repository.",
    schema: repositoryPath,
  },
  ref: {
    doc: "Branch, tag or commit.",
    schema: gitRef.optional(),
    default: "the project's default branch",
  },
  token: { doc: "Project access token, role Reporter, with the scope `read_api`.", schema: secretText, env: "GL_ROSTER_TOKEN" },
} satisfies Keys;

export const rosterKeys = {
  directory: { doc: "Folder of YAML files, one a person.", schema: someText.optional() },
  file: { doc: "One YAML file with a list of people.", schema: someText.optional() },
  csv: { doc: "One CSV file, a row a person.", schema: someText.optional() },
  gitlab: { doc: "Files of a GitLab project, read at one commit.", schema: strict(gitlabRosterKeys).optional() },
} satisfies Keys;

export const rosterSchema = strict(rosterKeys).superRefine((roster, context) =>
  onlyOne(roster, context, ["directory", "file", "csv", "gitlab"]),
);

export type RosterSettings = z.output<typeof rosterSchema>;
