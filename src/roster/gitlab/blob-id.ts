import { createHash } from "node:crypto";

/** The id git gives these bytes as a file's content. @param like an id of the same repository: SHA-1 (40 digits) or SHA-256 (64) */
export function blobId(bytes: Uint8Array, like: string): string {
  return createHash(like.length === 64 ? "sha256" : "sha1")
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest("hex");
}
