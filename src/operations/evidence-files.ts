import { gunzipSync, gzipSync } from "node:zlib";
import { type ChainedEvent, eventLine } from "../core/chain.ts";
import { type BasisPart, basisParts } from "../core/sealed-basis.ts";
import type { NewFile } from "../evidence/archive-writer.ts";
import { bundleNames, readingFolder } from "../model/bundle-names.ts";
import type { EvidenceAccount, EvidenceView } from "../model/evidence-view.ts";
import { canonicalJson } from "../model/json.ts";
import type { SealedBasis, SealedReading } from "../model/sealed-reading.ts";
import { verifyGuide } from "../reports/verify-guide.ts";
import type { EvidenceStore, KeptReading } from "../store/evidence.ts";
import { evidenceReports } from "./evidence-reports.ts";

export interface ToFile {
  store: EvidenceStore;
  audit: string;
  view: EvidenceView;
  chain: readonly ChainedEvent[];
  readings: readonly KeptReading[];
}

/** Every file of an audit's evidence, in their order: what people read first, then what it rests on. */
export async function evidenceFiles(of: ToFile): Promise<NewFile[]> {
  const { view, chain, readings } = of;
  const { accounts, ...rest } = view;
  return [
    textFile("VERIFY.md", () => verifyGuide(view)),
    ...evidenceReports(view),
    textFile("audit.json", () => `${canonicalJson({ ...rest, accounts: null })}\n`),
    linesFile("accounts.jsonl", { lines: () => accountLines(accounts), isLarge: view.accountCount > manyLines }),
    textFile(bundleNames.events, () => chain.map((event) => `${eventLine(event)}\n`).join("")),
    ...(await Promise.all(readings.map((reading) => readingFiles(of, reading)))).flat(),
    ...(await partFiles(of)),
  ];
}

const manyLines = 5000;

function textFile(path: string, text: () => string): NewFile {
  return { path, bytes: () => [Buffer.from(text())] };
}

function* accountLines(accounts: Iterable<EvidenceAccount>): Generator<string> {
  for (const account of accounts) yield canonicalJson(account);
}

/** As lines, packed where they are many. */
function linesFile(path: string, { lines, isLarge }: { lines(): Iterable<string>; isLarge: boolean }): NewFile {
  if (!isLarge) return { path, bytes: () => inPieces(lines()) };
  return {
    path: `${path}.gz`,
    *bytes() {
      for (const piece of inPieces(lines())) yield gzipSync(piece, { level: 1 });
    },
  };
}

function* inPieces(lines: Iterable<string>): Generator<Buffer> {
  let text = "";
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < 1 << 20) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

async function readingFiles({ store, audit, view }: ToFile, reading: KeptReading): Promise<NewFile[]> {
  const { n, scope, takenAt, status, sources, asked, thinned, basis } = reading;
  const folder = readingFolder(n);
  const rows = sources.flatMap(({ name }) => rowsFile(store, { audit, reading, source: name }));
  const findings = packedFile(`${folder}/findings.jsonl`, reading.findings);
  const compared = basis?.compared_with ?? null;
  const before = compared && (await store.findings(compared));
  const beforeFile = before && packedFile(`${folder}/compared-with.jsonl`, before);
  const said: SealedReading = {
    ...{ n, scope, taken_at: takenAt, status, asked, thinned },
    by: view.readings.find((one) => one.n === n)?.by ?? "",
    sources: sources.map((source) => ({ ...source, file: rows.find((file) => file.source === source.name)?.path ?? null })),
    findings: findings.path,
    basis: basis && {
      ...{ rollcall: basis.rollcall, now: basis.now, revision: basis.revision, refs: basis.refs },
      compared_with: compared && beforeFile ? { ...compared, file: beforeFile.path } : null,
      files: filesOf(basis.parts),
    },
  };
  return [
    textFile(`${folder}/reading.json`, () => `${canonicalJson(said)}\n`),
    findings,
    ...(beforeFile ? [beforeFile] : []),
    ...rows,
  ];
}

/** The rows as they were kept: one part is written out, several stay packed, byte for byte, one after the other. */
function rowsFile(
  store: EvidenceStore,
  { audit, reading: { n, parts }, source }: { audit: string; reading: KeptReading; source: string },
): (NewFile & { source: string })[] {
  const count = parts[source] ?? 0;
  if (count === 0) return [];
  const path = `${readingFolder(n)}/rows/${source.replace(/[^\w.-]/g, "_")}.jsonl`;
  const packed = () => store.rows({ audit, n, source });
  if (count > 1) return [{ source, path: `${path}.gz`, bytes: packed }];
  return [
    {
      source,
      path,
      async *bytes() {
        for await (const part of packed()) yield gunzipSync(part);
      },
    },
  ];
}

/** Larger than this it stays packed. */
const large = 64 << 10;

function packedFile(path: string, packed: Buffer): NewFile {
  if (packed.length > large) return { path: `${path}.gz`, bytes: () => [packed] };
  return { path, bytes: () => (packed.length === 0 ? [] : [gunzipSync(packed)]) };
}

function filesOf(parts: Record<BasisPart, string>): SealedBasis["files"] {
  return { config: partPath("config", parts), exemptions: partPath("exemptions", parts), roster: partPath("roster", parts) };
}

function partPath(part: BasisPart, digests: Record<BasisPart, string>): string {
  return `basis/${part}-${digests[part].slice(0, 16)}.json`;
}

/** What readings were derived with: many share one roster. */
async function partFiles({ store, readings }: ToFile): Promise<NewFile[]> {
  const digests = new Map(
    readings.flatMap(({ basis }) =>
      basis ? basisParts.map((part) => [partPath(part, basis.parts), basis.parts[part]]) : [],
    ) as [string, string][],
  );
  return [...digests].sort().map(([path, digest]) => ({
    path,
    async *bytes() {
      yield Buffer.from(await store.part(digest));
    },
  }));
}
