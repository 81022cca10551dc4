import type { TrainingRow } from "../../company/training.ts";
import { type Colleague, plain } from "../roster-folder.ts";
import type { Fix, Fixes, Hands } from "./hands.ts";

const removed: Fix = async ({ subject }, hands) => {
  await hands.remove("rows", subject.account ?? "");
  return "fixed";
};

function onRow(change: (row: TrainingRow, of: { person: Colleague | undefined; today: string }) => Partial<TrainingRow>): Fix {
  return async ({ subject }, hands) => {
    const row = await hands.row<TrainingRow>("rows", subject.account);
    const today = hands.day(0).split("-").reverse().join("/");
    if (row) await hands.set("rows", { id: row.id, ...change(row, { person: personOf(row, hands), today }) });
    return "fixed";
  };
}

function personOf({ id, email }: TrainingRow, { roster }: Hands): Colleague | undefined {
  return roster.people().find(({ training }) => training?.id === id) ?? roster.byEmail(email);
}

const numbered: Fix = async ({ subject }, hands) => {
  const row = await hands.row<TrainingRow>("rows", subject.account);
  const person = row && hands.roster.byEmail(plain(row.email));
  if (row && person) hands.roster.correct(person.email, ["training", "id"], row.id);
  return "roster";
};

const notHere: Fix = async ({ subject }, { roster }) => {
  roster.correct(subject.person ?? "", ["training"], undefined);
  return "roster";
};

const back = onRow((_, { today }) => ({ status: "Active", lastLogin: today }));
const learner = onRow((_, { person }) => ({ role: person?.training?.role ?? "Learner" }));

export const trainingFixes: Fixes = {
  "account-without-person": removed,
  "leaver-with-access": removed,
  "external-domain": removed,
  "unexpected-admin": learner,
  "role-mismatch": learner,
  "group-mismatch": onRow((row, { person }) => ({ teams: person?.training?.groups ?? row.teams })),
  "name-mismatch": onRow((row, { person }) => ({ name: person?.name ?? row.name })),
  "email-mismatch": onRow((row, { person }) => ({ email: person?.email ?? row.email })),
  "mfa-disabled": onRow(() => ({ factor: "Enrolled" })),
  "inactive-account": back,
  "never-signed-in": back,
  "suspended-with-access": back,
  "id-missing": numbered,
  "id-mismatch": numbered,
  "person-without-account": notHere,
};
