import { z } from "zod";
import type { Limits } from "../checks/check.ts";
import type { CheckSetting } from "../model/config.ts";
import { severities } from "../model/severity.ts";
import { durationDays } from "./duration.ts";
import { type Keys, strict } from "./keys.ts";

export const checkKeys = {
  severity: { doc: "Instead of the check's own.", schema: z.enum(severities).optional(), default: "the check's own" },
  after: { doc: "Days after which something counts, where the check has such a limit.", schema: durationDays.optional() },
  before: {
    doc: "Days before a date from which something counts, where the check has such a limit.",
    schema: durationDays.optional(),
  },
} satisfies Keys;

/** `checks:`, a key a check: `off`, or its severity and those limits it has. */
export function checksSchema(checkIds: ReadonlyMap<string, Limits>): z.ZodType<Record<string, CheckSetting>> {
  return z.strictObject(Object.fromEntries([...checkIds].map(([id, limits]) => [id, settingSchema(limits).optional()]))) as never;
}

function settingSchema(limits: Limits): z.ZodType<CheckSetting> {
  const { severity, after, before } = checkKeys;
  const keys: Keys = {
    severity,
    ...(limits.after === undefined ? {} : { after }),
    ...(limits.before === undefined ? {} : { before }),
  };
  const off = z.literal(["off", false]).transform((): CheckSetting => ({ off: true }));
  return z.union([off, strict(keys) as z.ZodType<CheckSetting>], {
    error: `expected off, or keys ${Object.keys(keys).join(", ")}`,
  });
}
