import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { type ChainedEvent, eventLine, linkDigest, payloadDigest } from "../../core/chain.ts";
import { bundleNames } from "../../model/bundle-names.ts";
import type { Manifest } from "../../model/evidence.ts";
import { canonicalJson } from "../../model/json.ts";
import type { NewFile } from "../archive-writer.ts";
import { type NewBundle, type WrittenBundle, writeBundle } from "../bundle-writer.ts";
import { newPrivateKey, type Signer, signerOf } from "../keys.ts";

export const audit = "zendesk-global/FY27-Q4";

/** A folder of the test's own. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-evidence-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function aSigner(): Signer {
  return signerOf(newPrivateKey(), "a test");
}

export function sha256(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function aChain(count: number, of = audit): ChainedEvent[] {
  const events: ChainedEvent[] = [];
  for (let n = 1; n <= count; n += 1) {
    const event = { n, at: `2026-11-${10 + n}T08:00:00.000Z`, kind: "said", actor: "dana@acme.test", payload: { words: `${n}` } };
    const payloadSha256 = payloadDigest(event, sha256);
    const digest = linkDigest({ ...event, previous: events.at(-1)?.sha256 ?? null, audit: of, payloadSha256 }, sha256);
    events.push({ ...event, payloadSha256, sha256: digest, redactedAt: null });
  }
  return events;
}

const rows = Array.from({ length: 30 }, (_, index) => `{"id":"${index}","name":"Dana ${index}"}\n`);

/** What a small bundle is to say: a chain, a reading with plain and with packed rows. */
export function aBundle(
  about: Partial<Manifest> = {},
  { events = aChain(3, about.audit), files = [] }: { events?: ChainedEvent[]; files?: NewFile[] } = {},
): NewBundle {
  const source = { status: "complete", rows: 30, expected: 30, requests: 1, reason: null, query: "GET /users" };
  const ledger = { ...source, sha256: sha256(rows.join("")), startedAt: "", finishedAt: "", notFound: false, refused: false };
  const reading = {
    ...{ n: 1, scope: "whole", taken_at: "2026-11-11T08:00:00.000Z", by: "dana@acme.test", status: "complete", asked: {} },
    ...{ thinned: false, findings: "readings/1/findings.jsonl", basis: null },
    sources: [
      { ...ledger, name: "users", file: "readings/1/rows/users.jsonl" },
      { ...ledger, name: "many", file: "readings/1/rows/many.jsonl.gz" },
    ],
  };
  const text = (path: string, content: string): NewFile => ({ path, bytes: () => [Buffer.from(content)] });
  const packed = () => [rows.slice(0, 10), rows.slice(10)].map((part) => gzipSync(part.join("")));
  return {
    about: {
      schema: "rollcall.evidence/1",
      ...{ rollcall: "0.1.0", organization: "Acme Support", audit, system: "zendesk-global", period: "FY27-Q4", state: "closed" },
      ...{ sealed_at: "2026-11-13T08:00:00.000Z", checks: [{ id: "role-mismatch", version: 1 }], previous: null },
      events: { count: events.length, head: events.at(-1)?.sha256 ?? null },
      ...about,
    },
    files: [
      text("VERIFY.md", "# Evidence\n"),
      text(bundleNames.events, events.map((event) => `${eventLine(event)}\n`).join("")),
      text("readings/1/reading.json", `${canonicalJson(reading)}\n`),
      text("readings/1/findings.jsonl", ""),
      text("readings/1/rows/users.jsonl", rows.join("")),
      { path: "readings/1/rows/many.jsonl.gz", bytes: packed },
      ...files,
    ],
  };
}

/** Writes one into a folder of its own. */
export async function written(
  bundle: NewBundle = aBundle(),
  signer: Signer = aSigner(),
): Promise<WrittenBundle & { file: string; signer: Signer }> {
  const file = join(ownFolder(), "evidence.zip");
  return { ...(await writeBundle(file, bundle, signer)), file, signer };
}
