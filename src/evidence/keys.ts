import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { configurationError } from "../model/errors.ts";

/** Public half of an Ed25519 key, and the name it goes by. */
export interface PublicKey {
  /** `ed25519:` and the hex digest of the key as DER. */
  fingerprint: string;
  /** PEM. */
  pem: string;
}

/** Whoever seals. */
export interface Signer extends PublicKey {
  /** Base64. */
  sign(bytes: Buffer): string;
  /** Twelve hex digits that are the same for the same text, and that nobody without the key can find again. */
  pseudonym(text: string): string;
}

/** A new private key as PEM. */
export function newPrivateKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string;
}

/** @param from names the place in errors; its text is in none. @throws configuration error where it is no private key of Ed25519 */
export function signerOf(pem: string, from: string): Signer {
  const key = ed25519(() => createPrivateKey(withLineBreaks(pem)));
  if (!key) throw configurationError(`${from} is no private key of Ed25519`, "`rollcall keys --new` makes one");
  const secret = hkdfSync("sha256", key.export({ type: "pkcs8", format: "der" }), "", "rollcall pseudonyms", 32);
  return {
    ...publicKeyOf(createPublicKey(key)),
    sign: (bytes) => sign(null, bytes, key).toString("base64"),
    pseudonym: (text) => createHmac("sha256", Buffer.from(secret)).update(text).digest("hex").slice(0, 12),
  };
}

/** @throws configuration error where it is no public key of Ed25519 */
export function publicKey(pem: string, from: string): PublicKey {
  const key = ed25519(() => createPublicKey(withLineBreaks(pem)));
  if (!key) throw configurationError(`${from} is no public key of Ed25519`, "`rollcall keys --public FILE` writes ours");
  return publicKeyOf(key);
}

/** Whether the holder of the key signed these bytes. @param signature base64 */
export function isSignedBy(pem: string, { bytes, signature }: { bytes: Buffer; signature: string }): boolean {
  const key = ed25519(() => createPublicKey(pem));
  return key !== null && verify(null, bytes, key, Buffer.from(signature, "base64"));
}

function publicKeyOf(key: KeyObject): PublicKey {
  const der = key.export({ type: "spki", format: "der" });
  return {
    fingerprint: `ed25519:${createHash("sha256").update(der).digest("hex")}`,
    pem: key.export({ type: "spki", format: "pem" }) as string,
  };
}

function ed25519(make: () => KeyObject): KeyObject | null {
  try {
    const key = make();
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

/** A variable of the environment often has them written out. */
function withLineBreaks(pem: string): string {
  return pem.replaceAll("\\n", "\n");
}
