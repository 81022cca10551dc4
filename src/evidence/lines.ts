/** Lines of UTF-8 text, each without its end, however the bytes are cut. */
export async function* linesOfFile(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = all.indexOf(10); end >= 0; end = all.indexOf(10, at)) {
      yield all.toString("utf8", at, end);
      at = end + 1;
    }
    rest = all.subarray(at);
  }
  if (rest.length > 0) yield rest.toString("utf8");
}
