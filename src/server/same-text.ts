import { createHash, timingSafeEqual } from "node:crypto";

/** Whether what somebody gave is what it should be. Takes the same time whatever it is, and however long. */
export function isSameText(given: string, wanted: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(wanted));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
