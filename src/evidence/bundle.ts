import { bundleNames } from "../model/bundle-names.ts";
import { configurationError, RollcallError, usageError } from "../model/errors.ts";
import { type Manifest, manifestSchema } from "../model/evidence.ts";
import { type Archive, ArchiveError, openArchive } from "./archive-reader.ts";
import { manifestShape } from "./manifest-shape.ts";

/** A bundle on disk, open. What it says is only worth something once it was verified. */
export interface Bundle {
  /** As it was named. */
  file: string;
  archive: Archive;
  manifest: Manifest;
  /** What is signed. */
  manifestBytes: Buffer;
  close(): void;
}

/** What keeps a bundle from being read at all. */
export class BundleError extends RollcallError {
  readonly is: ArchiveError["is"] | "manifest";

  constructor(is: BundleError["is"], message: string) {
    super("configuration", message, "it is damaged, or no evidence of Rollcall: get it again from whoever gave it");
    this.is = is;
  }
}

/**
 * Opens a bundle as far as its manifest.
 * @throws BundleError where it is none or is damaged; usage error where there is no such file, or a newer Rollcall made it
 */
export async function openBundle(file: string): Promise<Bundle> {
  const archive = await opened(file);
  try {
    const manifestBytes = await archive.whole(bundleNames.manifest);
    return { file, archive, manifestBytes, manifest: manifestOf(file, manifestBytes), close: () => archive.close() };
  } catch (error) {
    archive.close();
    if (error instanceof ArchiveError) throw new BundleError(error.is, `${file}: ${error.message}`);
    throw error;
  }
}

async function opened(file: string): Promise<Archive> {
  try {
    return await openArchive(file);
  } catch (error) {
    if (error instanceof ArchiveError) throw new BundleError(error.is, `${file}: ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw usageError(`there is no file ${file}`, "name the .zip that `rollcall export` wrote");
    if (code === "EISDIR") throw usageError(`${file} is a folder`, "name the .zip files in it");
    throw configurationError(`cannot read ${file}: ${code ?? String(error)}`, "look at its rights", error);
  }
}

function manifestOf(file: string, bytes: Buffer): Manifest {
  const schema = schemaOf(bytes);
  const newer = /^rollcall\.evidence\/(\d+)$/.exec(schema ?? "");
  if (newer && schema !== manifestSchema)
    throw usageError(
      `${file} is of a form this Rollcall does not know (${schema})`,
      "a newer Rollcall made it: verify it with that one",
    );
  const parsed = manifestShape.safeParse(schema === null ? null : JSON.parse(bytes.toString("utf8")));
  if (!parsed.success) throw new BundleError("manifest", `${file}: ${bundleNames.manifest} is not that of a bundle`);
  return parsed.data;
}

function schemaOf(bytes: Buffer): string | null {
  try {
    const { schema } = JSON.parse(bytes.toString("utf8")) as { schema?: unknown };
    return typeof schema === "string" ? schema : null;
  } catch {
    return null;
  }
}
