import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type ChainedEvent, eventOfLine, followChain } from "../core/chain.ts";
import { bundleNames } from "../model/bundle-names.ts";
import type { Break, Verdict } from "../model/evidence.ts";
import { ArchiveError } from "./archive-reader.ts";
import { type Bundle, BundleError, openBundle } from "./bundle.ts";
import { signatureText } from "./bundle-writer.ts";
import { isSignedBy, type PublicKey, publicKey } from "./keys.ts";
import { linesOfFile } from "./lines.ts";
import { ledgersOf } from "./sealed-readings.ts";

/**
 * Looks at every byte of a bundle: is it what was sealed, and is its chain whole. Needs nothing but the file, and the key where one is trusted.
 * @throws usage error where there is no such file, or a newer Rollcall made it
 */
export async function verifyBundle(file: string, { trusted }: { trusted: PublicKey | null }): Promise<Verdict> {
  const nothing: Verdict = { file, manifest: null, sha256: null, signedBy: null, redacted: [], breaks: [] };
  let bundle: Bundle;
  try {
    bundle = await openBundle(file);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return { ...nothing, breaks: [unreadable(error)] };
  }
  try {
    return await lookedAt(bundle, trusted);
  } finally {
    bundle.close();
  }
}

function unreadable({ is, message }: BundleError): Break {
  if (is === "name") return { kind: "unsafe-name", where: "archive", why: message };
  if (is === "manifest" || is === "missing") return { kind: "manifest-damaged", where: bundleNames.manifest, why: message };
  return { kind: "archive-damaged", where: "archive", why: message };
}

async function lookedAt(bundle: Bundle, trusted: PublicKey | null): Promise<Verdict> {
  const { file, manifest, archive } = bundle;
  const breaks: Break[] = [];
  const signedBy = await signature(bundle, { trusted, breaks });
  await files(bundle, breaks);
  const damaged = new Set(breaks.map(({ where }) => where));
  const redacted = damaged.has(bundleNames.events) ? [] : await chain(bundle, breaks);
  if (breaks.length === 0) await rows(bundle, breaks);
  await canonical(bundle, { breaks, damaged });
  const hash = createHash("sha256");
  for await (const chunk of archive.raw()) hash.update(chunk);
  return { file, manifest, sha256: hash.digest("hex"), signedBy, redacted, breaks };
}

async function signature(
  { archive, manifest, manifestBytes }: Bundle,
  { trusted, breaks }: { trusted: PublicKey | null; breaks: Break[] },
): Promise<Verdict["signedBy"]> {
  const wrong = (why: string) => {
    breaks.push({ kind: "signature-wrong", where: bundleNames.signature, why });
    return null;
  };
  const text = await archive.whole(bundleNames.signature).catch(orNull);
  if (text === null) return wrong("it is missing or cannot be read");
  const said = signatureOf(text);
  if (!said) return wrong("it is not written as Rollcall writes it");
  if (!isSignedBy(said.pem, { bytes: manifestBytes, signature: said.signature }))
    return wrong(`it is no signature of ${bundleNames.manifest}: one of the two was changed`);
  if (said.fingerprint !== manifest.key) return wrong("it is of another key than the manifest names");
  const isTrusted = trusted && trusted.fingerprint === said.fingerprint;
  if (isTrusted === false)
    breaks.push({
      kind: "key-not-trusted",
      where: bundleNames.signature,
      why: `it is signed with ${said.fingerprint}, and the key given is ${trusted?.fingerprint}`,
    });
  return { key: said.fingerprint, trusted: isTrusted };
}

/** @returns `null` where one byte of the file could be another */
function signatureOf(bytes: Buffer): (PublicKey & { signature: string }) | null {
  try {
    const { key, signature: signed } = JSON.parse(bytes.toString("utf8")) as { key: string; signature: string };
    const known = publicKey(key, bundleNames.signature);
    const again = signatureText(known.pem, Buffer.from(signed, "base64").toString("base64"));
    return bytes.equals(Buffer.from(again)) ? { ...known, signature: signed } : null;
  } catch {
    return null;
  }
}

async function files({ archive, manifest }: Bundle, breaks: Break[]): Promise<void> {
  for (const { path, size, sha256 } of manifest.files) {
    if (!archive.has(path)) {
      breaks.push({ kind: "file-missing", where: path, why: "the manifest lists it, and it is not there" });
      continue;
    }
    const found = await digestOf(archive.bytes(path)).catch(orNull);
    if (found?.sha256 === sha256 && found.size === size) continue;
    const why = found ? `its digest is ${found.sha256}, and ${sha256} was sealed` : "it cannot be read";
    breaks.push({ kind: "file-changed", where: path, why });
  }
  const listed = new Set([...manifest.files.map(({ path }) => path), bundleNames.manifest, bundleNames.signature]);
  for (const { path } of archive.files)
    if (!listed.has(path))
      breaks.push({ kind: "file-unlisted", where: path, why: "the manifest does not list it: it was added" });
}

async function chain({ archive, manifest }: Bundle, breaks: Break[]): Promise<Verdict["redacted"]> {
  const events: ChainedEvent[] = [];
  for await (const line of linesOfFile(archive.bytes(bundleNames.events))) events.push(eventOfLine(line));
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const state = followChain(manifest.audit, events, sha256);
  for (const { n, why } of state.breaks) breaks.push({ kind: "event-changed", where: `event ${n}`, why });
  const { count, head } = manifest.events;
  if (state.events !== count || state.head !== head) {
    const why = `it ends at event ${state.events}, and ${count} were sealed`;
    breaks.push({ kind: "chain-cut", where: bundleNames.events, why });
  }
  return state.redacted;
}

/** The rows of each source against the digest its ledger had when it was read. */
async function rows({ archive }: Bundle, breaks: Break[]): Promise<void> {
  for (const { path, ledger } of await ledgersOf(archive)) {
    if (ledger.sha256 === null || path === null) continue;
    const bytes = path.endsWith(".gz") ? Readable.from(archive.bytes(path)).pipe(createGunzip()) : archive.bytes(path);
    const found = await digestOf(bytes as AsyncIterable<Buffer>).catch(orNull);
    if (found?.sha256 === ledger.sha256) continue;
    const why = `its rows do not have the digest they were read with (${ledger.sha256})`;
    breaks.push({ kind: "rows-changed", where: path, why });
  }
}

/** What no digest is over: the order of the files, their headers, and anything before, between or after them. */
async function canonical(
  { archive, manifest }: Bundle,
  { breaks, damaged }: { breaks: Break[]; damaged: ReadonlySet<string> },
): Promise<void> {
  const expected = [...manifest.files.map(({ path }) => path), bundleNames.manifest, bundleNames.signature];
  const found = archive.files.map(({ path }) => path);
  if (breaks.length === 0 && found.join("\n") !== expected.join("\n"))
    breaks.push({ kind: "archive-altered", where: "archive", why: "its files are in another order than they were sealed in" });
  const at = await archive.firstDifference().catch(orNull);
  if (at === null) return;
  const inside = archive.files.findLast(({ offset }) => offset <= at);
  const isPast = inside && at >= inside.offset + inside.size + headers + inside.path.length;
  const where = !inside || isPast ? "archive" : inside.path;
  if (damaged.has(where)) return;
  const why = `byte ${at} of ${archive.size} is not what Rollcall writes there: it was packed again, or changed`;
  breaks.push({ kind: "archive-altered", where, why });
}

/** Bytes before a file, without its name, and after it: its local header and its data descriptor. */
const headers = 30 + 16;

async function digestOf(bytes: AsyncIterable<Buffer>): Promise<{ sha256: string; size: number }> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest("hex"), size };
}

/** What cannot be read is named by whoever asked. */
function orNull(error: unknown): null {
  if (error instanceof ArchiveError || (error as NodeJS.ErrnoException).code?.startsWith("Z_")) return null;
  throw error;
}
