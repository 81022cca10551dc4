import { createHash, randomBytes } from "node:crypto";

/** 256 bits nobody can guess, for an address or a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of it. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
