import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Controlled } from "../kit/control.ts";
import { changeRows, showRows } from "../kit/rows.ts";
import type { Clock } from "./clock.ts";
import type { Planted } from "./instance.ts";
import { cast } from "./people.ts";
import type { RosterPerson } from "./roster.ts";
import type { CompanySystem } from "./system.ts";

/** One row of the learning platform's user export, as its own web page would give it. */
export interface TrainingRow {
  id: string;
  name: string;
  email: string;
  role: string;
  teams: string[];
  status: "Active" | "Deactivated";
  lastLogin: string;
  created: string;
  factor: "Enrolled" | "Not enrolled";
}

/** A platform without an API: its users in an export made by hand, and what is wrong on purpose. */
export interface Training {
  rows: TrainingRow[];
  planted: Planted[];
}

const system = "training-portal";
const file = "exports/training-portal.csv";
const [learner, editor, owner] = ["Learner", "Course editor", "Owner"];

/** Some of the team have a seat there; each fault on a person of its own. Writes their entries into the roster. */
export function makeTraining(people: readonly RosterPerson[], clock: Clock): Training {
  const training: Training = { rows: [], planted: [] };
  const here = people.filter(
    (person, index) => person.end_date === undefined && index !== cast.head && isHereSince(person, clock),
  );
  const team = here.slice(-40);
  const seats = team.map((person, index) => seat(training, person, { index, clock }));
  const admin = people[cast.opsManager];
  if (admin) seat(training, admin, { index: 90, clock }).row.role = owner ?? "";
  const plant = (check: string, subject: string) => void training.planted.push({ system, check, subject });
  const faults: [string, (seat: Seat) => void][] = [
    ["name-mismatch", ({ row }) => Object.assign(row, { name: "Bobby" })],
    ["email-mismatch", ({ row }) => Object.assign(row, { email: `former.${row.email}` })],
    ["id-missing", ({ person }) => Object.assign(person, { training: { ...person.training, id: undefined } })],
    ["id-mismatch", ({ person }) => Object.assign(person, { training: { ...person.training, id: "999" } })],
    ["role-mismatch", ({ row }) => Object.assign(row, { role: editor })],
    ["group-mismatch", ({ row }) => Object.assign(row, { teams: ["Basics"] })],
    ["unexpected-admin", ({ row }) => Object.assign(row, { role: owner })],
    ["inactive-account", ({ row }) => Object.assign(row, { lastLogin: day(clock, -200) })],
    ["never-signed-in", ({ row }) => Object.assign(row, { lastLogin: "", created: day(clock, -60) })],
    ["mfa-disabled", ({ row }) => Object.assign(row, { factor: "Not enrolled" })],
    ["suspended-with-access", ({ row }) => Object.assign(row, { status: "Deactivated", lastLogin: day(clock, -300) })],
  ];
  for (const [index, [check, spoil]] of faults.entries()) {
    const one = seats[index];
    if (!one) throw new Error("the learning platform has too few people for its plants");
    spoil(one);
    plant(check, `account:${one.row.id}`);
  }
  plantPresence(training, { people, missing: here.at(-41), clock, plant });
  addLookAlikes(seats.slice(faults.length), clock);
  return training;
}

interface Seat {
  person: RosterPerson;
  row: TrainingRow;
}

function seat({ rows }: Training, person: RosterPerson, { index, clock }: { index: number; clock: Clock }): Seat {
  const row = rowOf(person, { id: String(50_017 + index * 3), clock, index });
  person.training = { id: row.id, role: index === 90 ? (owner ?? "") : (learner ?? ""), groups: [...row.teams] };
  rows.push(row);
  return { person, row };
}

function rowOf({ name, email }: { name: string; email: string }, of: { id: string; clock: Clock; index: number }): TrainingRow {
  const { id, clock, index } = of;
  const teams = ["Basics", index % 2 === 0 ? "Advanced; level 2" : "Certified | 2026"];
  const times = { lastLogin: day(clock, -1 - (index % 20)), created: day(clock, -500 - index) };
  return { id, name, email, role: learner ?? "", teams, status: "Active", ...times, factor: "Enrolled" };
}

function plantPresence(
  training: Training,
  of: {
    people: readonly RosterPerson[];
    missing: RosterPerson | undefined;
    clock: Clock;
    plant(check: string, subject: string): void;
  },
): void {
  const { clock, plant, missing } = of;
  const add = (who: { name: string; email: string }, index: number) => {
    const row = rowOf(who, { id: String(60_000 + index), clock, index });
    training.rows.push(row);
    return `account:${row.id}`;
  };
  plant("account-without-person", add({ name: "Casey Unknown", email: "casey.unknown@acme.test" }, 1));
  const outsider = add({ name: "Jordan Contractor", email: "jordan@partner.example" }, 2);
  plant("account-without-person", outsider);
  plant("external-domain", outsider);
  const leaver = of.people.find((person) => person.end_date !== undefined && person.end_date < clock.day(0));
  if (leaver) plant("leaver-with-access", add(leaver, 3));
  if (missing) {
    missing.training = { id: "70001", role: learner ?? "", groups: ["Basics"] };
    plant("person-without-account", `person:${missing.email}`);
  }
}

/** A new account nobody has used yet, an address in capitals, an empty second factor that says nothing of anybody. */
function addLookAlikes([fresh, shouting]: readonly Seat[], clock: Clock): void {
  if (fresh) Object.assign(fresh.row, { lastLogin: "", created: day(clock, -3) });
  if (shouting) shouting.row.email = shouting.row.email.toUpperCase();
}

function isHereSince({ start_date }: RosterPerson, clock: Clock): boolean {
  return start_date <= clock.day(0);
}

/** As its settings in Europe have it: 22/11/2026. */
function day(clock: Clock, days: number): string {
  return clock.day(days).split("-").reverse().join("/");
}

const columns = [
  "User ID",
  "Full name",
  "E-mail address",
  "Role",
  "Teams",
  "Status",
  "Last login",
  "Member since",
  "Two-factor",
  "Phone",
];

/** UTF-16 with tabs, as spreadsheets save "Unicode text"; a line break inside a cell, and columns nobody mapped. */
function trainingExport({ rows }: Training): Buffer {
  const lines = rows.map((row) => {
    const { id, name, email, role, teams, status, lastLogin, created, factor } = row;
    return [id, name, email, role, teams.join(" / "), status, lastLogin, created, factor, "office\nsecond line"];
  });
  const text = [columns, ...lines].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join("\t")).join("\r\n");
  return Buffer.from(`\ufeff${text}\r\n`, "utf16le");
}

/** Its admin changes a row and makes the export anew: nothing else ever shows what is on that platform. */
function controlOf(training: Training, path: string): Controlled {
  const tables = { rows: training.rows };
  return {
    change(state) {
      changeRows(tables, state);
      writeFileSync(path, trainingExport(training));
    },
    show: (table) => showRows(tables, table),
  };
}

/** The export as a system of the company. */
export function trainingSystem(training: Training, people: readonly RosterPerson[]): CompanySystem {
  return {
    system,
    planted: training.planted,
    files: { [file]: trainingExport(training) },
    control: ({ folder }) => controlOf(training, join(folder, file)),
    leave() {
      for (const person of people) delete person.training;
    },
    entry: ({ admins }) => `  ${system}:
    platform: csv
    name: Training portal
    file: ${file}
    columns:
      id: User ID
      name: Full name
      email: E-mail address
      role: Role
      admin: Role
      groups: Teams
      suspended: Status
      last_sign_in: Last login
      created: Member since
      mfa: Two-factor
    values:
      admin: { Owner: yes, "*": no }
      last_sign_in: { "": never }
    group_separator: " / "
    dates: day-first
    roster_key: training
    admins: [${admins}]
    seats: { currency: EUR, renews: 2027-02-01, types: { member: { bought: 60, monthly_cost: 12.5 } } }
`,
  };
}
