import { rmSync } from "node:fs";
import { join } from "node:path";
import { type NewBundle, type WrittenBundle, writeBundle } from "./bundle-writer.ts";
import { type KeyPlace, openSigner, renewKey } from "./key-file.ts";
import type { Signer } from "./keys.ts";
import { saveBytes } from "./save.ts";

/** How evidence is sealed. */
export interface Evidence {
  /** The key it is signed with; made where there is none. */
  signer(): Promise<Signer>;
  /** Another key from now on. @param today YYYY-MM-DD */
  renew(today: string): Promise<{ signer: Signer; old: string | null }>;
  /** Writes a bundle into a file of its own, which is there until `remove`. */
  write(bundle: NewBundle): Promise<WrittenBundle & { file: string; remove(): void }>;
  /** Writes a bundle where it is wanted; it is there when it is whole. */
  writeTo(file: string, bundle: NewBundle): Promise<WrittenBundle>;
  /** The same of bytes that were sealed before. @returns their digest, hex */
  save(file: string, bytes: AsyncIterable<Buffer>): Promise<string>;
}

/** @param options `folder` makes a fresh folder of the run */
export function openEvidence({ folder, ...place }: KeyPlace & { folder(): string }): Evidence {
  return {
    signer: () => openSigner(place),
    renew: (today) => renewKey(place, today),
    async write(bundle) {
      const within = folder();
      const file = join(within, "evidence.zip");
      const written = await writeBundle(file, bundle, await openSigner(place));
      return { ...written, file, remove: () => rmSync(within, { recursive: true, force: true }) };
    },
    writeTo: async (file, bundle) => writeBundle(file, bundle, await openSigner(place)),
    save: saveBytes,
  };
}
