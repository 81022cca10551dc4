import { z } from "zod";
import { didYouMean } from "../../core/did-you-mean.ts";
import { secretText, webAddress } from "../../core/setting-types.ts";
import { parseLevel } from "./levels.ts";

/** A group as its address names it, or by its number. */
const group = z
  .union([z.string(), z.number().int().positive()], { error: "expected a group's path such as acme/support, or its number" })
  .transform((value) => String(value).trim())
  .refine(
    (path) => /^\.?\w[\w.-]*(?:\/\.?\w[\w.-]*)*$/.test(path),
    "expected a group's path as in its address, without host: acme/support",
  );

const groups = z
  .array(group, { error: "expected a list of groups such as [acme/support]" })
  .min(1, "expected at least one group")
  .refine(
    (paths) => new Set(paths.map((path) => path.toLowerCase())).size === paths.length,
    "expected each group once, found one twice",
  );

const level = z
  .union([z.string(), z.number()], { error: "expected an access level such as developer" })
  .transform((written, context) => {
    const parsed = parseLevel(written);
    if (typeof parsed !== "string") return parsed;
    context.addIssue({ code: "custom", message: parsed });
    return z.NEVER;
  });

const words = { error: "expected titles, each with its groups: { Support Engineer: { acme/support: developer } }" };

/** The keys of a system in rollcall.yaml that only GitLab's groups have. */
export const gitlabSettings = z
  .strictObject({
    url: webAddress.prefault("https://gitlab.com"),
    /** A personal or group access token, or an OAuth token. */
    auth: z.strictObject({ token: secretText }),
    groups,
    /** What each title of the roster is due: group → level. Left out: nobody says, and nothing is asked about it. */
    entitlements: z.record(z.string(), z.record(z.string(), level, words), words).optional(),
  })
  .superRefine(({ groups: configured, entitlements = {} }, context) => {
    const known = new Set(configured.map((one) => one.toLowerCase()));
    for (const [title, due] of Object.entries(entitlements)) {
      for (const name of Object.keys(due)) {
        if (known.has(name.trim().toLowerCase())) continue;
        const near = didYouMean(name, configured);
        const hint = near === null ? `there are ${configured.join(", ")}` : `did you mean ${near}?`;
        context.addIssue({
          code: "custom",
          path: ["entitlements", title, name],
          message: `expected one of this system's groups: ${hint}`,
        });
      }
    }
  });

export type GitlabSettings = z.infer<typeof gitlabSettings>;
