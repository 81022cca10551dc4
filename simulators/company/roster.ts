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
  calendly?: string;
  pagerduty?: { id?: string; role?: string; rotations?: string[] };
  zendesk: Partial<Record<"main" | "us-federal", ZendeskSeat>>;
  /** Seat on the learning platform, which is audited by hand. */
  training?: { id: string; role: string; groups: string[] };
  gitlab?: { id?: number; username: string };
  /** Account in the directory of the test lab. */
  lab?: { id?: string; role: string; groups: string[] };
  slack: { id: string; username: string };
  focuses: { name: string; percentage: number }[];
}

export interface ZendeskSeat {
  id?: string;
  groups: string[];
  role: string;
  alias?: string;
}

/** The roster as teams keep it: a folder of YAML, one file a person. */
export function writeRoster(folder: string, people: readonly RosterPerson[]): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(rosterFiles(people))) writeFileSync(join(folder, name), content);
}

/** Name of the file → its text. */
export function rosterFiles(people: readonly RosterPerson[]): Record<string, string> {
  const files: Record<string, string> = {};
  const taken = new Map<string, number>();
  for (const person of people) {
    const name = slug(person.name, "-");
    const namesakes = taken.get(name) ?? 0;
    taken.set(name, namesakes + 1);
    files[`${name}${namesakes === 0 ? "" : `-${namesakes + 1}`}.yaml`] = personYaml(person);
  }
  return files;
}

/** The same as one table, as large teams export it. */
export function writeRosterCsv(path: string, people: readonly RosterPerson[]): void {
  writeFileSync(path, rosterCsv(people));
}

export function rosterCsv(people: readonly RosterPerson[]): string {
  const columns = [
    "name",
    "email",
    "title",
    "region",
    "start_date",
    "zendesk.main.id",
    "zendesk.main.groups",
    "zendesk.main.role",
    "gitlab.id",
    "gitlab.username",
  ];
  const lines = people.map(({ name, email, title, region, start_date, zendesk: { main }, gitlab }) =>
    [
      name,
      email,
      title,
      region,
      start_date,
      main?.id ?? "",
      main?.groups.join(";") ?? "",
      main?.role ?? "",
      gitlab?.id ?? "",
      gitlab?.username ?? "",
    ]
      .map((cell) => `"${cell}"`)
      .join(","),
  );
  return `${columns.join(",")}\n${lines.join("\n")}\n`;
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
