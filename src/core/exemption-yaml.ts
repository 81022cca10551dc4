import type { Exemption } from "../model/exemption.ts";

/** An exemption of a file, as far as it is written there. */
export type WrittenExemption = Omit<Exemption, "from" | "key" | "seen" | "at">;

/**
 * The lines of an exemption in exemptions.yaml, ended by a line break. Whatever stands in a name or a reason reads back as itself:
 * text that could mean anything to YAML, to a terminal or to whoever reviews the change is quoted and escaped.
 */
export function exemptionYaml(exemption: WrittenExemption): string {
  const { system, check, account, person, match, credential, reason, approver, until } = exemption;
  const entries = Object.entries({ system, check, account, person, match, credential, reason, approver, until });
  const lines = entries.flatMap(([key, value]) => (value === null ? [] : [`${key}: ${written(key, value)}`]));
  return `${lines.map((line, index) => `${index === 0 ? "- " : "  "}${line}`).join("\n")}\n`;
}

function written(key: string, value: string): string {
  if (key === "until") return value;
  return isPlain(value) ? value : quoted(value);
}

/** Words and addresses only. What YAML may take for a number, a truth or nothing is no word. */
function isPlain(text: string): boolean {
  return /^[A-Za-z][\w./@-]*(?: [A-Za-z][\w./@-]*)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}

/** JSON's quotes are YAML's; what cannot be seen, or turns the text around, is escaped besides. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
