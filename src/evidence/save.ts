import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { machineError } from "../model/errors.ts";

/** Puts bytes into a file, which is there when it is whole. @returns their digest, hex @throws machine error where it cannot be written */
export async function saveBytes(to: string, bytes: AsyncIterable<Buffer>): Promise<string> {
  const unfinished = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString("hex")}.unfinished`);
  const hash = createHash("sha256");
  const disk = createWriteStream(unfinished, { mode: 0o600, flags: "wx" });
  const trouble = new Promise<never>((_, reject) => disk.once("error", (error) => reject(cannotWrite(to, error))));
  trouble.catch(() => {});
  try {
    await Promise.race([pipeline(Readable.from(hashed(bytes, hash), { objectMode: false }), disk), trouble]);
    await rename(unfinished, to);
    return hash.digest("hex");
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function* hashed(bytes: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

function cannotWrite(file: string, error: Error): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === "ENOSPC" ? "the disk is full" : code === "ENOENT" ? "there is no such folder" : (code ?? message);
  return machineError(`cannot write the evidence ${file}: ${why}`, "free space, or name another place with --output", error);
}
