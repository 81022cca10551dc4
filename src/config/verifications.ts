import type { Problem } from "../core/problem.ts";
import { dayText, emailText } from "../core/setting-types.ts";
import { foundText } from "../core/yaml.ts";
import type { Verification } from "../model/scene.ts";
import { type Keys, someText, strict } from "./keys.ts";
import { parsePart } from "./parse-part.ts";
import { bytesOf, parseFile, whyUnreadable } from "./yaml-file.ts";

export const verificationKeys = {
  email: { doc: "Whose citizenship was verified.", schema: emailText },
  verified: { doc: "Day of the verification.", schema: dayText },
  request: { doc: "Link to the request.", schema: someText.optional() },
  by: { doc: "E-mail of who verified it.", schema: emailText.optional() },
} satisfies Keys;

const verificationSchema = strict(verificationKeys);

/** Where the file is named: a missing one is a problem there. */
export interface NamedAt {
  file: string;
  line: number;
  key: string;
}

/** Recorded citizenship verifications. What is wrong is noted with file and line. */
export async function readVerifications(
  path: string,
  { shown, at, problems }: { shown: string; at: NamedAt; problems: Problem[] },
): Promise<Verification[]> {
  const bytes = await bytesOf(path);
  if (typeof bytes === "string") {
    problems.push({ file: at.file, line: at.line, message: `${at.key}: ${shown} ${whyUnreadable(bytes)}` });
    return [];
  }
  const root = parseFile(bytes, { file: shown, problems });
  if (!root || root.kind === "null") return [];
  if (root.kind !== "list") {
    problems.push({ file: shown, line: root.line, message: `expected a list of verifications, found ${foundText(root)}` });
    return [];
  }
  const read = { file: shown, root, problems, mayShow: () => true };
  return root.items.flatMap((_, index) => {
    const entry = parsePart(verificationSchema, read, { path: [index] });
    return entry ? [{ ...entry, request: entry.request ?? null, by: entry.by ?? null }] : [];
  });
}
