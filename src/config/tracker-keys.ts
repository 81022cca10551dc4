import { z } from "zod";
import { secretText, webAddress } from "../core/setting-types.ts";
import { gitlabProject } from "./gitlab-project.ts";
import { type Keys, someText, strict } from "./keys.ts";
import { onlyOne } from "./only-one.ts";

export const gitlabKeys = {
  url: { doc: "Address of GitLab.", schema: webAddress },
  project: { doc: "Project of the audit issues: path with namespace, or number.", schema: gitlabProject },
  token: { doc: "Project access token with the scope `api`.", schema: secretText, env: "GL_TOKEN" },
  confidential: {
    doc: "Only members see the issues.",
    schema: z.boolean({ error: "expected true or false" }).default(true),
    default: "true",
  },
  labels: { doc: "Further labels of each issue, besides `rollcall`.", schema: z.array(someText).default([]), default: "[]" },
} satisfies Keys;

export const trackerKeys = {
  gitlab: { doc: "Issues in a GitLab project.", schema: strict(gitlabKeys).optional() },
  files: { doc: "A folder instead: one Markdown file an audit.", schema: someText.optional() },
} satisfies Keys;

export const trackerSchema = strict(trackerKeys).superRefine((tracker, context) =>
  onlyOne(tracker, context, ["gitlab", "files"]),
);
