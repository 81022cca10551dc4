import { z } from "zod";
import { type Keys, someText, strict } from "./keys.ts";
import { onlyOne } from "./only-one.ts";

export const rosterKeys = {
  directory: { doc: "Folder of YAML files, one a person.", schema: someText.optional() },
  file: { doc: "One YAML file with a list of people.", schema: someText.optional() },
  csv: { doc: "One CSV file, a row a person.", schema: someText.optional() },
  gitlab: { doc: "A GitLab project.", schema: z.unknown().optional(), later: true },
} satisfies Keys;

export const rosterSchema = strict(rosterKeys).superRefine((roster, context) => {
  if (roster.gitlab !== undefined) {
    const message = "this version reads a roster from directory, file or csv: check the project out and name its folder";
    context.addIssue({ code: "custom", path: ["gitlab"], message });
  } else onlyOne(roster, context, ["directory", "file", "csv"]);
});
