import { createHash, type Hash } from "node:crypto";
import { bundleNames } from "../model/bundle-names.ts";
import type { Manifest, SealedFile } from "../model/evidence.ts";
import { canonicalJson } from "../model/json.ts";
import { archiveOf, type NewFile } from "./archive-writer.ts";
import type { Signer } from "./keys.ts";
import { saveBytes } from "./save.ts";

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
  const counted = { size: 0 };
  const sha256 = await saveBytes(to, counting(archiveOf(all), counted));
  if (!made.manifest) throw new Error("a bundle without a manifest was written");
  return { sha256, size: counted.size, manifest: made.manifest };
}

async function* counting(bytes: AsyncIterable<Buffer>, counted: { size: number }): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    counted.size += chunk.length;
    yield chunk;
  }
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
