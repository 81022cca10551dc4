import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import JSZip from "jszip";
import { describe, expect, test } from "vitest";
import type { ChainedEvent } from "../core/chain.ts";
import type { Verdict } from "../model/evidence.ts";
import { openArchive } from "./archive-reader.ts";
import { archiveOf, type NewFile } from "./archive-writer.ts";
import { publicKey, type Signer } from "./keys.ts";
import { aBundle, aChain, aSigner, ownFolder, sha256, written } from "./testing/bundles.ts";
import { verifyBundle } from "./verify-bundle.ts";
import { verifyChain } from "./verify-chain.ts";

const untrusted = { trusted: null };

function onDisk(bytes: Buffer): string {
  const path = join(ownFolder(), "evidence.zip");
  writeFileSync(path, bytes);
  return path;
}

/** The same bundle, put together anew with its files changed. */
async function repacked(file: string, change: (files: NewFile[]) => NewFile[]): Promise<string> {
  const archive = await openArchive(file);
  const files: NewFile[] = [];
  for (const { path } of archive.files) {
    const bytes = await archive.whole(path);
    files.push({ path, bytes: () => [bytes] });
  }
  archive.close();
  const parts: Buffer[] = [];
  for await (const part of archiveOf(change(files))) parts.push(part);
  return onDisk(Buffer.concat(parts));
}

function kinds({ breaks }: Pick<Verdict, "breaks">): string[] {
  return breaks.map(({ kind, where }) => `${kind} ${where}`);
}

test("what was sealed is whole, and says whose key signed it", async () => {
  const { file, signer, sha256: digest, manifest, size } = await written();
  const verdict = await verifyBundle(file, untrusted);
  expect(verdict).toEqual({
    ...{ file, manifest, sha256: digest, redacted: [], breaks: [] },
    signedBy: { key: signer.fingerprint, trusted: null },
  });
  expect([sha256(readFileSync(file)), readFileSync(file).length]).toEqual([digest, size]);
  expect((await verifyBundle(file, { trusted: signer })).signedBy).toEqual({ key: signer.fingerprint, trusted: true });
});

test("another key than the one trusted is refused, whatever it signed", async () => {
  const { file } = await written();
  expect(kinds(await verifyBundle(file, { trusted: aSigner() }))).toEqual(["key-not-trusted signature.json"]);
});

test("the same bundle sealed again with the same key is the same file", async () => {
  const signer = aSigner();
  const [one, other] = [await written(aBundle(), signer), await written(aBundle(), signer)];
  expect(one.sha256).toBe(other.sha256);
});

describe("any one changed byte", () => {
  async function sealed() {
    const { file, signer } = await written();
    const archive = await openArchive(file);
    archive.close();
    return { bytes: readFileSync(file), signer, files: archive.files };
  }

  function flipped({ bytes, signer }: { bytes: Buffer; signer: Signer }, at: number, bit: number): Promise<Verdict> {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
    return verifyBundle(onDisk(changed), { trusted: signer });
  }

  test("is found, anywhere in the file, and said where", async () => {
    const one = await sealed();
    const everywhere = fc.integer({ min: 0, max: one.bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(everywhere, fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const verdict = await flipped(one, at, bit).catch((error: Error) => error);
        // A flip that makes it a bundle of another form is told as one.
        if (verdict instanceof Error) expect(verdict.message).toContain("of a form this Rollcall does not know");
        else expect(verdict.breaks.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  test("within a file is named after that file, each of them", async () => {
    const one = await sealed();
    for (const { path, size, offset } of one.files) {
      const first = offset + 30 + path.length;
      const places = size === 0 ? [] : [first, first + Math.floor(size / 2), first + size - 1];
      for (const at of places) {
        const { breaks } = await flipped(one, at, 1);
        // A changed manifest is one that the signature is not over: the two are named together.
        const named = breaks.some(({ where }) => where === path || (path === "manifest.json" && where === "signature.json"));
        expect([path, at, named]).toEqual([path, at, true]);
      }
    }
  });
});

test("cut anywhere it is no whole bundle", async () => {
  const bytes = readFileSync((await written()).file);
  for (const length of [0, 10, 100, Math.floor(bytes.length / 2), bytes.length - 22, bytes.length - 1])
    expect([length, kinds(await verifyBundle(onDisk(bytes.subarray(0, length)), untrusted))]).toEqual([
      length,
      ["archive-damaged archive"],
    ]);
});

test("packed again with its files in another order it is found out, though every file is as it was", async () => {
  const { file } = await written();
  const again = await repacked(file, ([first, second, ...rest]) => [second, first, ...rest] as NewFile[]);
  expect(kinds(await verifyBundle(again, untrusted))).toEqual(["archive-altered archive"]);
});

test("packed again with a file under another name, without one, or with one more, each is named", async () => {
  const { file } = await written();
  const renamed = await repacked(file, (files) =>
    files.map((one) => (one.path === "VERIFY.md" ? { ...one, path: "README.md" } : one)),
  );
  expect(kinds(await verifyBundle(renamed, untrusted))).toEqual(["file-missing VERIFY.md", "file-unlisted README.md"]);
  const without = await repacked(file, (files) => files.filter(({ path }) => path !== "events.jsonl"));
  expect(kinds(await verifyBundle(without, untrusted))).toContain("file-missing events.jsonl");
  const more = await repacked(file, (files) => [{ path: "more.txt", bytes: () => [Buffer.from("hello")] }, ...files]);
  expect(kinds(await verifyBundle(more, untrusted))).toEqual(["file-unlisted more.txt"]);
});

test("packed again by another program, each file as it was, it is not the file that was sealed", async () => {
  const { file } = await written();
  const zip = await JSZip.loadAsync(readFileSync(file));
  const again = await zip.generateAsync({ type: "nodebuffer", compression: "STORE" });
  const { breaks } = await verifyBundle(onDisk(again), untrusted);
  expect(breaks.map(({ kind }) => kind)).toEqual(["archive-altered"]);
});

test("a signature of somebody else over a changed manifest is a valid one of another key: only the key given tells", async () => {
  const { signer } = await written();
  const forged = await written(aBundle({ organization: "Somebody else" }));
  expect((await verifyBundle(forged.file, untrusted)).breaks).toEqual([]);
  expect(kinds(await verifyBundle(forged.file, { trusted: publicKey(signer.pem, "ours") }))).toEqual([
    "key-not-trusted signature.json",
  ]);
});

test("a manifest under the signature of another bundle is refused", async () => {
  const signer = aSigner();
  const [one, other] = [await written(aBundle(), signer), await written(aBundle({ organization: "Other" }), signer)];
  const archive = await openArchive(other.file);
  const signature = await archive.whole("signature.json");
  archive.close();
  const swapped = await repacked(one.file, (files) =>
    files.map((file) => (file.path === "signature.json" ? { ...file, bytes: () => [signature] } : file)),
  );
  expect(kinds(await verifyBundle(swapped, untrusted))).toEqual(["signature-wrong signature.json"]);
});

test("events that were taken out, changed or cut off before it was sealed are named", async () => {
  const events = aChain(4);
  const without = await written(aBundle({}, { events: events.toSpliced(1, 1) }));
  expect(kinds(await verifyBundle(without.file, untrusted))).toContain("event-changed event 3");
  const changed = events.with(2, { ...events[2], payload: { words: "other" } } as ChainedEvent);
  const other = await written(aBundle({}, { events: changed }));
  expect(kinds(await verifyBundle(other.file, untrusted))).toEqual(["event-changed event 3"]);
  const cut = await written(aBundle({ events: { count: 4, head: events[3]?.sha256 ?? null } }, { events: events.slice(0, 3) }));
  expect(kinds(await verifyBundle(cut.file, untrusted))).toEqual(["chain-cut events.jsonl"]);
});

test("events that were redacted are told with their day, and the bundle is whole", async () => {
  const [first, ...rest] = aChain(3);
  const redacted = { ...first, actor: "forgotten", payload: {}, redactedAt: "2027-12-01T00:00:00.000Z" } as ChainedEvent;
  const { file } = await written(aBundle({}, { events: [redacted, ...rest] }));
  const verdict = await verifyBundle(file, untrusted);
  expect([verdict.breaks, verdict.redacted]).toEqual([[], [{ n: 1, at: "2027-12-01T00:00:00.000Z" }]]);
});

test("rows that are not those of their ledger are named, though the bundle is signed", async () => {
  const bundle = aBundle();
  const files = bundle.files.map((file) =>
    file.path === "readings/1/rows/users.jsonl" ? { ...file, bytes: () => [Buffer.from('{"id":"1"}\n')] } : file,
  );
  const { file } = await written({ ...bundle, files });
  expect(kinds(await verifyBundle(file, untrusted))).toEqual(["rows-changed readings/1/rows/users.jsonl"]);
});

test("a bundle of a newer Rollcall is no broken one", async () => {
  const { file } = await written(aBundle({ schema: "rollcall.evidence/2" as "rollcall.evidence/1" }));
  await expect(verifyBundle(file, untrusted)).rejects.toMatchObject({
    actor: "usage",
    fix: "a newer Rollcall made it: verify it with that one",
  });
});

test("what is no bundle is said to be none, and no file is an error of whoever named it", async () => {
  expect(kinds(await verifyBundle(onDisk(Buffer.from("hello")), untrusted))).toEqual(["archive-damaged archive"]);
  const parts: Buffer[] = [];
  for await (const part of archiveOf([{ path: "a", bytes: () => [Buffer.from("1")] }])) parts.push(part);
  expect(kinds(await verifyBundle(onDisk(Buffer.concat(parts)), untrusted))).toEqual(["manifest-damaged manifest.json"]);
  await expect(verifyBundle(join(ownFolder(), "no.zip"), untrusted)).rejects.toMatchObject({ actor: "usage" });
  await expect(verifyBundle(ownFolder(), untrusted)).rejects.toMatchObject({ actor: "usage" });
});

describe("bundles of one system, one after the other", () => {
  const signer = aSigner();
  async function three(): Promise<Verdict[]> {
    const periods = ["FY27-Q2", "FY27-Q3", "FY27-Q4"];
    const verdicts: Verdict[] = [];
    for (const [index, period] of periods.entries()) {
      const before = verdicts.at(-1);
      const { file } = await written(
        aBundle({
          ...{ audit: `zendesk-global/${period}`, period, sealed_at: `2026-1${index}-01T00:00:00.000Z` },
          previous: before ? { audit: before.manifest?.audit ?? "", sha256: before.sha256 ?? "" } : null,
        }),
        signer,
      );
      verdicts.push(await verifyBundle(file, untrusted));
    }
    return verdicts;
  }

  test("are whole together, in whatever order they are given", async () => {
    const [a, b, c] = (await three()) as [Verdict, Verdict, Verdict];
    for (const all of [
      [a, b, c],
      [c, a, b],
    ])
      expect(verifyChain(all).map(({ breaks, notes }) => [breaks, notes])).toEqual([
        [[], []],
        [[], []],
        [[], []],
      ]);
  });

  test("with one missing between them are not, and the missing one is named", async () => {
    const [a, , c] = (await three()) as [Verdict, Verdict, Verdict];
    const [first, last] = verifyChain([a, c]);
    expect(first?.breaks).toEqual([]);
    expect(kinds(last ?? { breaks: [] })).toEqual(["predecessor-missing manifest.json"]);
    expect(last?.breaks[0]?.why).toContain("zendesk-global/FY27-Q3");
  });

  test("without the first of them are whole from there on, and that is said", async () => {
    const [, b, c] = (await three()) as [Verdict, Verdict, Verdict];
    expect(verifyChain([b, c]).map(({ breaks, notes }) => [breaks, notes.length])).toEqual([
      [[], 1],
      [[], 0],
    ]);
  });

  test("one that was sealed anew in the place of another breaks the next", async () => {
    const [a, b, c] = (await three()) as [Verdict, Verdict, Verdict];
    const verdicts = verifyChain([a, { ...b, sha256: "0".repeat(64) }, c]);
    expect(verdicts.map(kinds)).toEqual([[], [], ["predecessor-changed manifest.json"]]);
  });

  test("of other systems have nothing to do with each other", async () => {
    const [a] = (await three()) as [Verdict];
    const other = await written(aBundle({ audit: "calendly/FY27-Q4", system: "calendly", previous: null }), signer);
    expect(verifyChain([a, await verifyBundle(other.file, untrusted)]).flatMap(kinds)).toEqual([]);
  });
});
