import { z } from "zod";

const expected = "expected a duration such as 90d or 72h";

/** `90d` or `72h`, as days (72h = 3). */
export const durationDays = z
  .string({ error: expected })
  .regex(/^\d+[dh]$/, expected)
  .transform((text) => Number.parseInt(text, 10) / (text.endsWith("h") ? 24 : 1));
