import { z } from "zod";

const someText = z.string({ error: "expected text" }).trim().min(1, "expected text");
const unknown = z.literal("unknown");
const flag = z.union([z.boolean().transform((yes) => (yes ? "yes" : "no")), z.enum(["yes", "no"]), unknown], {
  error: "expected yes, no or unknown",
});
const no = z.union([z.literal(false).transform(() => "no" as const), z.literal("no"), unknown], {
  error: "expected no or unknown",
});
const never = z.union([z.literal("never"), unknown], { error: "expected never or unknown" });

function meanings<S extends z.ZodType>(meaning: S) {
  return z.record(z.string(), meaning).default({});
}

/** Name of the column as the export's first row has it. */
const column = someText.optional();

const columns = z
  .strictObject({
    id: column,
    email: column,
    name: column,
    username: column,
    role: column,
    groups: column,
    /** Whether the account is administrator. */
    admin: column,
    /** Kind of licence; an empty cell takes none. */
    seat: column,
    suspended: column,
    last_sign_in: column,
    created: column,
    mfa: column,
  })
  .refine(
    ({ id, email }) => id !== undefined || email !== undefined,
    "expected id or email among them: accounts are told apart by one of these",
  );

/** The keys of a system in rollcall.yaml that only a CSV export has. */
export const csvSettings = z.strictObject({
  /** Relative to rollcall.yaml. */
  file: someText,
  columns,
  /** What a cell means, where its own words do not say it; `*` is every other text, `""` the empty cell. */
  values: z
    .strictObject({
      admin: meanings(flag),
      suspended: meanings(flag),
      mfa: meanings(flag),
      seat: meanings(no),
      last_sign_in: meanings(never),
      created: meanings(unknown),
    })
    .prefault({}),
  /** What stands between two groups in one cell. */
  group_separator: z.string().min(1, "expected text such as ;").default(";"),
  /** How 03/04/2026 is meant. */
  dates: z.enum(["day-first", "month-first"]).optional(),
});

export type CsvSettings = z.infer<typeof csvSettings>;
export type CsvColumn = keyof CsvSettings["columns"];
export type CsvDates = CsvSettings["dates"];
