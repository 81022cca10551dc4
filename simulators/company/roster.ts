import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { slug } from "./names.ts";

/** One person as the roster's file says it. Ids are text here and bare numbers in the file. */
export interface RosterPerson {
  name: string;
  email: string;
  aliases?: string[];
  title: string;
  reports_to?: string;
  region: string;
  start_date: string;
  end_date?: string;
  working_hours: string;
  calendly: string;
  pagerduty?: { id: string; rotations?: string[] };
  zendesk: Partial<Record<"main" | "us-federal", ZendeskSeat>>;
  gitlab?: { id: number; username: string };
  slack: { id: string; username: string };
  focuses: { name: string; percentage: number }[];
}

export interface ZendeskSeat {
  id?: string;
  groups: string[];
  role: string;
  alias?: string;
}

/** Writes the roster as teams keep it: a folder of YAML, one file a person. */
export function writeRoster(folder: string, people: readonly RosterPerson[]): void {
  mkdirSync(folder, { recursive: true });
  const taken = new Set<string>();
  for (const person of people) {
    let name = slug(person.name, "-");
    while (taken.has(name)) name += "-2";
    taken.add(name);
    writeFileSync(join(folder, `${name}.yaml`), personYaml(person));
  }
}

function personYaml(person: RosterPerson): string {
  const lines = Object.entries(person).map(([key, value]) => {
    if (key === "zendesk") return seatsYaml(value as RosterPerson["zendesk"]);
    return value === undefined ? "" : `${key}: ${scalar(value)}\n`;
  });
  return lines.join("");
}

function seatsYaml(seats: RosterPerson["zendesk"]): string {
  const blocks = Object.entries(seats).map(([key, { id, groups, role, alias }]) => {
    const lines = [
      ...(id === undefined ? [] : [`    id: ${id}`]),
      `    groups: ${scalar(groups)}`,
      `    role: ${scalar(role)}`,
      ...(alias === undefined ? [] : [`    alias: ${scalar(alias)}`]),
    ];
    return `  ${key}:\n${lines.join("\n")}\n`;
  });
  return blocks.length === 0 ? "" : `zendesk:\n${blocks.join("")}`;
}

/** JSON is YAML; days and plain words need no quotes, as people write them. */
function scalar(value: unknown): string {
  if (
    typeof value === "string" &&
    /^(\d{4}-\d{2}-\d{2}|[\p{L}][\p{L}\d @./-]*)$/u.test(value) &&
    !/^(yes|no|true|false|null|on|off)$/i.test(value)
  )
    return value;
  return JSON.stringify(value);
}
