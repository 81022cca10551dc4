import { z } from "zod";
import { secretText, webAddress } from "../../core/setting-types.ts";
import { isNoOne, parseWho, type Who } from "./who.ts";

const who = z.string({ error: "expected a role, a username, the path of a group, or no one" }).transform((text, context): Who => {
  const found = parseWho(text);
  if (typeof found !== "string") return found;
  context.addIssue({ code: "custom", message: found });
  return z.NEVER;
});

/** Who may: a list of names, or `no one`, which stands alone. */
const access = z
  .array(z.string(), { error: "expected a list of who may, such as [maintainer] or [no one]" })
  .min(1, "expected who may: a role, a username, the path of a group, or no one")
  .refine((list) => list.length < 2 || !list.some(isNoOne), "no one stands alone: whoever is named beside it may")
  .transform((list) => list.filter((entry) => !isNoOne(entry)))
  .pipe(z.array(who));

/** The keys of a system in rollcall.yaml that only the audit of GitLab projects has. */
export const gitlabProjectsSettings = z.strictObject({
  url: webAddress.prefault("https://gitlab.com"),
  /** An access token of a group or person with the scope read_api. */
  auth: z.strictObject({ token: secretText }),
  /** Full path or number of the group; projects of its subgroups are audited too. */
  group: z
    .union([z.string().trim(), z.number().int().positive()], { error: "expected the full path of a group, such as acme/ops" })
    .transform((value) => String(value).replace(/^\/+|\/+$/g, ""))
    .refine((path) => /^[\w][\w.-]*(?:\/[\w][\w.-]*)*$/.test(path), "expected the full path of a group, such as acme/ops"),
  /** Who may merge to the default branch; who may push to it. */
  merge: access,
  push: access,
});

export type GitlabProjectsSettings = z.infer<typeof gitlabProjectsSettings>;
