/** Whether a text fits a pattern in which `*` stands for any run of characters. The whole text, case does not count. */
export function fitsPattern(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const subject = text.toLowerCase();
  if (rest.length === 0) return subject === first;
  if (!subject.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = subject.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return subject.length - last.length >= at && subject.endsWith(last);
}

/** Characters of a pattern that are not `*`: few of them fit nearly everything. */
export function literalLength(pattern: string): number {
  return pattern.replaceAll("*", "").trim().length;
}
