import { createHash, randomBytes } from "node:crypto";

/** 256 random bits as text for an address, a cookie or a header. */
export function randomText(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept instead of it. Hex. It is random: it needs neither salt nor many rounds. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
