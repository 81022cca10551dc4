/** A mail of one part, as somebody's program shows it. */
export interface ParsedMail {
  /** Names in lower case, in the order of the mail; values unfolded and decoded. */
  headers: [name: string, value: string][];
  /** The header `To` as it was sent, unfolded. */
  rawTo: string;
  /** Lines end in "\n". */
  text: string;
}

export function parsedMail(raw: Buffer): ParsedMail {
  const [head = "", ...rest] = raw.toString("latin1").split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers = lines.map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), decodedWords(line.slice(at + 1).trim())];
  });
  const encoding = headers.find(([name]) => name === "content-transfer-encoding")?.[1] ?? "7bit";
  const body = decodedBody(rest.join("\r\n\r\n"), encoding).toString("utf8");
  const rawTo =
    lines
      .find((line) => /^to:/i.test(line))
      ?.slice(3)
      .trim() ?? "";
  return { headers, rawTo, text: body.replaceAll("\r\n", "\n").replace(/\n$/, "") };
}

function decodedBody(body: string, encoding: string): Buffer {
  if (encoding === "base64") return Buffer.from(body, "base64");
  return encoding === "quoted-printable" ? quotedPrintable(body.replaceAll("=\r\n", "")) : Buffer.from(body, "latin1");
}

/** RFC 2047: `=?UTF-8?Q?…?=`; white space between two of them is none. */
function decodedWords(text: string): string {
  return text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, kind: string, word: string) => {
    const bytes = kind.toLowerCase() === "b" ? Buffer.from(word, "base64") : quotedPrintable(word.replaceAll("_", " "));
    return bytes.toString("utf8");
  });
}

function quotedPrintable(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([\dA-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
}
