/** What is wrong with an archive, in words that complete "the archive is not usable: …". */
export class TarError extends Error {}

/** A name of a file has no megabyte. */
const longest = 2 ** 20;
const lengthOfRecord = /^([1-9]\d{0,7}) /;

/** Records of a pax extended header, each `<its own length> <key>=<value>\n`; a later one of a key wins. @throws TarError */
export function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  if (bytes.length > longest) throw new TarError("a pax header is larger than 1 MiB");
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const length = Number(lengthOfRecord.exec(String.fromCharCode(...bytes.subarray(at, at + 9)))?.[1]);
    const record = bytes.subarray(at, at + length);
    const equals = record.indexOf(0x3d);
    if (!(length > 0) || record.length < length || record.at(-1) !== 0x0a || equals < 0)
      throw new TarError("a pax header is damaged");
    const start = record.indexOf(0x20) + 1;
    records.set(decoded(record.subarray(start, equals)), decoded(record.subarray(equals + 1, -1)));
    at += length;
  }
  return records;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new TarError("a pax header is not UTF-8");
  }
}
