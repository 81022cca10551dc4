/**
 * Whether a text fits a pattern in which `*` stands for any run of characters: the whole text, case does not count. A question to be
 * asked many times. @returns whether a text that is in lower case fits
 */
export function patternOf(pattern: string): (lowered: string) => boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  if (rest.length === 0) return (subject) => subject === first;
  const last = rest.pop() ?? "";
  return (subject) => {
    if (!subject.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = subject.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return subject.length - last.length >= at && subject.endsWith(last);
  };
}

/** Characters of a pattern that are not `*`: few of them fit nearly everything. */
export function literalLength(pattern: string): number {
  return pattern.replaceAll("*", "").trim().length;
}
