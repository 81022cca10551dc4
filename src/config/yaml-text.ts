/** Text that reads back as itself: plain where nothing in it means something to YAML, else in quotes. */
export function yamlText(text: string): string {
  const trimmed = text.trim();
  const isPlain = /^[A-Za-z][\w./@-]*(?: [\w./@-]+)*$/.test(trimmed) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(trimmed);
  return isPlain ? trimmed : JSON.stringify(trimmed.replaceAll("${", "$${"));
}

/** Words separated by spaces, commas or semicolons as a list on one line. */
export function yamlList(words: string): string {
  const list = words.split(/[\s,;]+/).filter((word) => word !== "");
  return `[${list.map(yamlText).join(", ")}]`;
}
