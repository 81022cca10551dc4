/** One entry as a test writes it, right or wrong. */
export interface Written {
  name: string;
  /** `0` file, `5` folder, `2` link, `x` and `g` pax headers; default a file. */
  type?: string;
  content?: string | Uint8Array;
  prefix?: string;
  /** What the header says instead of the truth. */
  size?: string;
  checksum?: string;
  magic?: string;
}

/** A tar archive of these entries; `end` blocks of zeros after them. */
export function tarOf(entries: readonly Written[], end = 2): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? "");
    return [header(entry, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(end * 512)]);
}

/** Records of a pax header: each begins with its own length. */
export function paxOf(records: Record<string, string>): string {
  return Object.entries(records)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      const bytes = Buffer.byteLength(rest);
      let length = bytes + 1;
      while (bytes + String(length).length !== length) length += 1;
      return `${length}${rest}`;
    })
    .join("");
}

function header({ name, type = "0", prefix = "", size, checksum, magic = "ustar\x0000" }: Written, length: number): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write(name, 0, 100);
  bytes.write("0000664\0", 100, "latin1");
  bytes.write(size ?? `${length.toString(8).padStart(11, "0")}\0`, 124, 12, "latin1");
  bytes.write("        ", 148);
  bytes.write(type, 156, "latin1");
  bytes.write(magic, 257, "latin1");
  bytes.write(prefix, 345, 155);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(checksum ?? `${sum.toString(8).padStart(7, "0")}\0`, 148, "latin1");
  return bytes;
}
