import { z } from "zod";
import { someText } from "./keys.ts";

/** A project of GitLab as text. */
export const gitlabProject = z
  .union([someText, z.number().int().positive()], { error: "expected a project as group/project, or its number" })
  .transform(String);
