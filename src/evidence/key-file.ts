import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { configurationError, machineError } from "../model/errors.ts";
import type { Secret } from "../model/secret.ts";
import { newPrivateKey, type Signer, signerOf } from "./keys.ts";

/** Where the private key comes from: the configuration, else a file beside it. */
export interface KeyPlace {
  /** PEM; `null` = the file. */
  key: Secret | null;
  /** Absolute; made when it is first needed. */
  file: string;
}

/** The key evidence is signed with; where there is none yet, a new one. @throws configuration or machine error */
export async function openSigner({ key, file }: KeyPlace): Promise<Signer> {
  if (key) return signerOf(key.reveal(), "evidence.key of rollcall.yaml");
  return signerOf((await keyIn(file)) ?? (await makeKey(file)), file);
}

/**
 * Puts a new key in the place of the one in the file, which is kept beside it: what it signed can be verified on.
 * @returns the new one, and where the old one is. @throws usage error where the key stands in the configuration
 */
export async function renewKey({ key, file }: KeyPlace, today: string): Promise<{ signer: Signer; old: string | null }> {
  if (key)
    throw configurationError("the key stands in rollcall.yaml (evidence.key)", "put a new one there, and keep the old one");
  const old =
    (await keyIn(file)) === null ? null : file.replace(/\.pem$/, `-until-${today}-${randomBytes(3).toString("hex")}.pem`);
  if (old) await rename(file, old);
  return { signer: signerOf(await makeKey(file), file), old };
}

async function keyIn(file: string): Promise<string | null> {
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) await chmod(file, 0o600);
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw trouble(file, error);
  }
}

/** Two processes may need it at once: whoever comes second takes the first one's. */
async function makeKey(file: string): Promise<string> {
  const unfinished = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    const folder = dirname(file);
    await mkdir(folder, { recursive: true });
    // Kept out of git whatever the project's own .gitignore says.
    await writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx" }).catch(unlessThere);
    await writeFile(unfinished, newPrivateKey(), { mode: 0o600, flag: "wx" });
    await link(unfinished, file).catch(unlessThere);
    return await readFile(file, "utf8");
  } catch (error) {
    throw trouble(file, error);
  } finally {
    await rm(unfinished, { force: true });
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

function trouble(file: string, error: unknown): Error {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return machineError(
    `cannot keep the key of evidence in ${file}: ${code}`,
    "give this user rights there, or set evidence.key",
    error,
  );
}
