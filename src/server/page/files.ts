import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

/** One file of the built dashboard, ready to be sent. */
export interface PageFile {
  body: Buffer;
  /** The same compressed; `null` = it would not be smaller. */
  gzip: Buffer | null;
  type: string;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/**
 * The built dashboard by address, `/assets/index-4f2a.js`, all in memory: what is not among them is not there, whatever an address
 * says. `null` = it was not built.
 */
export function pageFiles(folder: string): ReadonlyMap<string, PageFile> | null {
  if (!existsSync(join(folder, "index.html"))) return null;
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const type = types[extname(entry.name)];
    if (type === undefined) continue;
    const body = readFileSync(path);
    const gzip = gzipSync(body);
    files.set(`/${relative(folder, path).split(sep).join("/")}`, { body, gzip: gzip.length < body.length ? gzip : null, type });
  }
  return files;
}
