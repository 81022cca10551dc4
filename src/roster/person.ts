import type { Problem } from "../core/problem.ts";
import { foundText, type YamlNode } from "../core/yaml.ts";
import { normalEmail, normalName } from "../model/identity.ts";
import type { Person, ZendeskEntry } from "../model/person.ts";
import { type EntryReading, Fields } from "./fields.ts";
import type { UnknownKeys } from "./unknown-keys.ts";

/** One entry of the roster before it was read: one file, item of a list or row. */
export interface RosterEntry {
  file: string;
  node: YamlNode;
}

/** @returns the person, or `null` with a problem noted where the entry is none; `manager` is set later, when all are known */
export function readPerson({ file, node }: RosterEntry, to: { problems: Problem[]; unknown: UnknownKeys }): Person | null {
  if (node.kind !== "map") {
    const message = `expected a person as keys such as name and email, found ${foundText(node)}`;
    to.problems.push({ file, line: node.line, message });
    return null;
  }
  const reading: EntryReading = { ...to, file, places: { "": { file, line: node.line } }, extra: {} };
  const fields = new Fields(node, { path: "", name: "" }, reading);
  const { problems } = to;
  const before = problems.length;
  const person = fieldsOf(fields, reading);
  fields.rest();
  if (person.id === "" && problems.length === before)
    problems.push({ file, line: node.line, message: "expected a name or an email, found neither" });
  return person.id === "" ? null : person;
}

function fieldsOf(fields: Fields, { places, extra }: EntryReading): Person {
  const name = fields.text("name");
  const email = fields.email("email");
  return {
    id: email === null ? normalName(name ?? "").toLowerCase() : normalEmail(email),
    name,
    email,
    aliases: fields.emails("aliases"),
    title: fields.text("title"),
    reportsTo: fields.text("reports_to"),
    manager: null,
    region: fields.text("region"),
    workingHours: fields.text("working_hours"),
    startDate: fields.day("start_date"),
    endDate: fields.day("end_date"),
    calendly: fields.text("calendly"),
    pagerduty: readPagerduty(fields.block("pagerduty")),
    zendesk: readZendesk(fields.block("zendesk")),
    gitlab: readLogin(fields.block("gitlab")),
    slack: readLogin(fields.block("slack")),
    focuses: fields.blocks("focuses").flatMap(readFocus),
    extra,
    places,
  };
}

function readPagerduty(fields: Fields | null): Person["pagerduty"] {
  if (!fields) return null;
  const [id, role, rotations] = [fields.id("id"), fields.text("role"), fields.texts("rotations")];
  const entry = { id, role, rotations, alias: fields.text("alias") };
  fields.rest();
  return entry;
}

function readZendesk(fields: Fields | null): Person["zendesk"] {
  return Object.fromEntries((fields?.eachBlock() ?? []).map(([key, block]) => [key, readSeat(block)]));
}

function readSeat(fields: Fields): ZendeskEntry {
  const entry = { id: fields.id("id"), groups: fields.texts("groups"), role: fields.text("role"), alias: fields.text("alias") };
  fields.rest();
  return entry;
}

function readLogin(fields: Fields | null): Person["gitlab"] {
  if (!fields) return null;
  const entry = { id: fields.id("id"), username: fields.id("username")?.replace(/^@/, "") ?? null };
  fields.rest();
  return entry;
}

function readFocus(fields: Fields): Person["focuses"] {
  const name = fields.text("name");
  const percentage = fields.percentage("percentage");
  fields.rest();
  return name === null || percentage === null ? [] : [{ name, percentage }];
}
