import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Problem } from "../../core/problem.ts";
import { mebibyte } from "../../core/text-file.ts";
import type { HttpResponse } from "../../http/client.ts";
import { laterError, platformError, type RollcallError } from "../../model/errors.ts";
import type { NamedFile } from "../roster-files.ts";
import { blobId } from "./blob-id.ts";
import { noteLfsPointer } from "./lfs.ts";
import { TarError } from "./pax.ts";
import { readTar, type Tar } from "./tar.ts";
import { isRosterFile } from "./wanted.ts";

const unzip = promisify(gunzip);
/** Unpacked: a bomb is stopped here, and no roster comes near. */
const largest = 256 * mebibyte;

export interface Wanted {
  commit: string;
  /** Path in the repository the archive was asked of. */
  folder: string;
  /** Path → id of the blob, from the list of files. */
  wanted: ReadonlyMap<string, string>;
  problems: Problem[];
}

/**
 * The wanted files of an archive, by path. Archive and list must agree file by file, by git's own ids: an archive that was cut, or
 * a list that was, is never a smaller roster. @throws later error where they do not; platform error where it is no archive
 */
export async function archivedFiles(response: HttpResponse, { commit, folder, wanted, problems }: Wanted): Promise<NamedFile[]> {
  const tar = await unpacked(response);
  if (tar.commit !== null && tar.commit !== commit) throw differs(`it is of commit ${tar.commit}, not of ${commit}`);
  const found = filesOf(tar, folder);
  for (const path of found.keys()) if (!wanted.has(path)) throw differs(`it has ${path}, and the list of files does not`);
  const files = [...wanted].map(([path, id]) => {
    const bytes = found.get(path);
    if (!bytes) throw differs(`it lacks ${path}`);
    if (blobId(bytes, id) !== id) throw differs(`its ${path} is not the commit's`);
    return { shown: path, bytes };
  });
  for (const file of files) noteLfsPointer(file, problems);
  return files.sort((a, b) => (a.shown < b.shown ? -1 : 1));
}

async function unpacked({ bytes, text, url }: HttpResponse): Promise<Tar> {
  // Only what is gzip begins with these two bytes (RFC 1952).
  if (bytes?.[0] !== 0x1f || bytes[1] !== 0x8b) throw noArchive(text, url);
  try {
    return readTar(await unzip(bytes, { maxOutputLength: largest }));
  } catch (error) {
    if (error instanceof TarError) throw broken(error.message, error);
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(error);
    if (code?.startsWith("Z_"))
      throw broken(code === "Z_BUF_ERROR" ? "it breaks off" : `its compression is damaged (${code})`, error);
    throw error;
  }
}

/** Roster files by their path in the repository: everything in the archive stands below one folder named by GitLab. */
function filesOf({ entries }: Tar, folder: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const top = entries[0]?.path.split("/")[0] ?? "";
  for (const { path, kind, bytes } of entries) {
    if (path !== top && !path.startsWith(`${top}/`)) throw broken(`${JSON.stringify(path)} stands beside its folder ${top}`);
    const below = path.slice(top.length + 1);
    if (kind === "file" && isRosterFile(below, folder)) files.set(below, bytes);
  }
  return files;
}

function noArchive(text: string, url: URL): RollcallError {
  const title = /^\s*<(?:!doctype|html|head|body)/i.test(text) ? "an HTML page" : text.trim() === "" ? "nothing" : "no archive";
  return platformError(
    `roster from GitLab: GET ${url.pathname} answered ${title} where a tar.gz archive was due`,
    "check roster.gitlab.url, and that nothing between here and GitLab asks to sign in",
  );
}

function broken(why: string, cause?: unknown): RollcallError {
  return laterError(`roster from GitLab: the archive is not usable: ${why}`, again, cause);
}

function differs(why: string): RollcallError {
  return laterError(
    `roster from GitLab: the archive is not what the commit has: ${why}`,
    "run again; if it stays, look in .gitattributes for export-ignore, export-subst or eol: they change archives",
  );
}

function tooLarge(cause: unknown): RollcallError {
  return platformError(
    `roster from GitLab: the archive is larger than ${largest / mebibyte} MiB unpacked`,
    "name the roster's own folder in roster.gitlab.path",
    cause,
  );
}

const again = "run again; if it stays, report this line as a bug";
