import type { z } from "zod";
import { secretText } from "../core/setting-types.ts";
import type { EvidenceConfig } from "../model/config.ts";
import { durationDays } from "./duration.ts";
import { type Keys, strict } from "./keys.ts";

export const evidenceKeys = {
  key: {
    doc: "Private key of Ed25519 as PEM, to sign evidence with. Without it a key is made in `.rollcall/`: set it where several machines seal.",
    schema: secretText.optional(),
    env: "ROLLCALL_EVIDENCE_KEY",
    default: "a key of its own in `.rollcall/`",
  },
} satisfies Keys;

export const retentionKeys = {
  personal_data: {
    doc: "How long after somebody left it stays known who they were; then `rollcall forget` puts a pseudonym in their place.",
    schema: durationDays.default(400),
    default: "400d",
  },
} satisfies Keys;

export const retentionSchema = strict(retentionKeys);

export const evidenceSchema = strict(evidenceKeys);

export function toEvidence(written: z.output<typeof evidenceSchema> | undefined): EvidenceConfig {
  return { key: written?.key ?? null };
}
