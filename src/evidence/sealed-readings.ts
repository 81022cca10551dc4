import type { SealedReading } from "../model/sealed-reading.ts";
import type { Source } from "../model/source.ts";
import type { Archive } from "./archive-reader.ts";

const readingFile = /^readings\/\d+\/reading\.json$/;

/** Every reading in a bundle, in the order of their numbers. */
export async function sealedReadings(archive: Archive): Promise<SealedReading[]> {
  const readings: SealedReading[] = [];
  for (const { path } of archive.files) {
    if (!readingFile.test(path)) continue;
    readings.push(JSON.parse((await archive.whole(path)).toString("utf8")) as SealedReading);
  }
  return readings.sort((a, b) => a.n - b.n);
}

/** Every ledger in a bundle, with the file of its rows. */
export async function ledgersOf(archive: Archive): Promise<{ path: string | null; ledger: Source }[]> {
  const readings = await sealedReadings(archive);
  return readings.flatMap(({ sources }) => sources.map((ledger) => ({ path: ledger.file, ledger })));
}
