import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { machineError } from "../model/errors.ts";
import type { Manifest, SealedFile } from "../model/evidence.ts";
import { canonicalJson } from "../model/json.ts";
import { archiveOf, type NewFile } from "./archive-writer.ts";
import { bundleNames } from "./bundle-names.ts";
import type { Signer } from "./keys.ts";

/** What a bundle is to say, but for the digests. */
export interface NewBundle {
  about: Omit<Manifest, "files" | "key">;
  /** In their order. */
  files: readonly NewFile[];
}

/** A bundle as it was written. */
export interface WrittenBundle {
  /** Hex, of the whole file. */
  sha256: string;
  size: number;
  manifest: Manifest;
}

/** Writes a bundle, its manifest and the signature over that. The same bundle and key give the same bytes. @throws machine error where it cannot be written */
export async function writeBundle(to: string, { about, files }: NewBundle, signer: Signer): Promise<WrittenBundle> {
  const sealed: SealedFile[] = [];
  const made: { manifest: Manifest | null; bytes: Buffer } = { manifest: null, bytes: Buffer.alloc(0) };
  const all: NewFile[] = [
    ...files.map((file) => digested(file, (one) => sealed.push(one))),
    {
      path: bundleNames.manifest,
      bytes() {
        made.manifest = { ...about, files: sealed, key: signer.fingerprint };
        made.bytes = Buffer.from(`${canonicalJson(made.manifest)}\n`);
        return [made.bytes];
      },
    },
    { path: bundleNames.signature, bytes: () => [signatureFile(made.bytes, signer)] },
  ];
  const hash = createHash("sha256");
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const disk = createWriteStream(to, { mode: 0o600 });
  const trouble = new Promise<never>((_, reject) => disk.once("error", (error) => reject(cannotWrite(to, error))));
  trouble.catch(() => {});
  await Promise.race([pipeline(Readable.from(archiveOf(all), { objectMode: false }), counted, disk), trouble]);
  if (!made.manifest) throw new Error("a bundle without a manifest was written");
  return { sha256: hash.digest("hex"), size, manifest: made.manifest };
}

/** The same file, told of once its bytes went by. */
function digested({ path, bytes }: NewFile, tell: (file: SealedFile) => void): NewFile {
  return {
    path,
    async *bytes() {
      const hash: Hash = createHash("sha256");
      let size = 0;
      for await (const chunk of bytes()) {
        hash.update(chunk);
        size += chunk.length;
        yield chunk;
      }
      tell({ path, size, sha256: hash.digest("hex") });
    },
  };
}

/** The whole content of the signature's file: one way to write it. */
export function signatureText(pem: string, signature: string): string {
  return `${canonicalJson({ key: pem, signature })}\n`;
}

function signatureFile(manifest: Buffer, signer: Signer): Buffer {
  return Buffer.from(signatureText(signer.pem, signer.sign(manifest)));
}

function cannotWrite(file: string, error: Error): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return machineError(
    `cannot write the evidence ${file}: ${code ?? message}`,
    "free space, or name another place with --output",
    error,
  );
}
