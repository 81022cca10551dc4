import type { z } from "zod";
import { secretText } from "../core/setting-types.ts";
import type { EvidenceConfig } from "../model/config.ts";
import { type Keys, strict } from "./keys.ts";

export const evidenceKeys = {
  key: {
    doc: "Private key of Ed25519 as PEM, to sign evidence with. Without it a key is made in `.rollcall/`: set it where several machines seal.",
    schema: secretText.optional(),
    env: "ROLLCALL_EVIDENCE_KEY",
    default: "a key of its own in `.rollcall/`",
  },
} satisfies Keys;

export const evidenceSchema = strict(evidenceKeys);

export function toEvidence(written: z.output<typeof evidenceSchema> | undefined): EvidenceConfig {
  return { key: written?.key ?? null };
}
