import type { Policy, Schedule, ShiftSchedule, User } from "../../pagerduty/data.ts";
import type { Colleague } from "../roster-folder.ts";
import type { Fix, Fixes, Hands } from "./hands.ts";

/** Taken out of layers, overrides, shifts and policies: whoever is nobody is paged by nothing. */
async function takeOff(hands: Hands, id: string): Promise<void> {
  const [schedules, shifts, policies] = await Promise.all([
    hands.rows<Schedule>("schedules"),
    hands.rows<ShiftSchedule>("shiftSchedules"),
    hands.rows<Policy>("policies"),
  ]);
  const others = (one: { user: string }) => one.user !== id;
  const without = (ids: readonly string[]) => ids.filter((one) => one !== id);
  await hands.set(
    "schedules",
    ...schedules.map((one) => ({ ...one, layers: layersWithout(one, id), overrides: one.overrides.filter(others) })),
  );
  await hands.set(
    "shiftSchedules",
    ...shifts.map((one) => ({
      ...one,
      rotations: one.rotations.map((rotation) => ({
        ...rotation,
        events: rotation.events.map((event) => ({ ...event, members: without(event.members) })),
      })),
      overrides: one.overrides.filter(others),
      customShifts: one.customShifts.filter(others),
    })),
  );
  await hands.set(
    "policies",
    ...policies.map((one) => ({ ...one, rules: one.rules.map(without).filter(({ length }) => length > 0) })),
  );
}

function layersWithout({ layers }: Schedule, id: string): Schedule["layers"] {
  return layers
    .map((layer) => ({ ...layer, users: layer.users.filter((one) => one !== id) }))
    .filter(({ users }) => users.length > 0);
}

const offDuty: Fix = async ({ subject }, hands) => {
  await takeOff(hands, subject.account ?? "");
  return "fixed";
};

const removed: Fix = async ({ subject }, hands) => {
  await takeOff(hands, subject.account ?? "");
  await hands.remove("users", subject.account ?? "");
  return "fixed";
};

function onUser(change: (user: User, person: Colleague | undefined) => Partial<User>): Fix {
  return async ({ subject }, hands) => {
    const user = await hands.row<User>("users", subject.account);
    if (user) await hands.set("users", { id: user.id, ...change(user, personOf(user, hands)) });
    return "fixed";
  };
}

function personOf({ id, email }: User, { roster }: Hands): Colleague | undefined {
  return roster.people().find(({ pagerduty }) => pagerduty?.id === id) ?? roster.byEmail(email);
}

const role = onUser((_, person) => ({ role: person?.pagerduty?.role?.toLowerCase() ?? "limited_user" }));

const second: Fix = async ({ subject, ...wrong }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const other = (await hands.rows<User>("users")).find(({ email }) => person?.aliases?.includes(email));
  return other ? removed({ ...wrong, subject: { account: other.id } }, hands) : "fixed";
};

/** Into the first layer of the schedule; a rotation that no schedule is called by was a slip of the roster. */
const intoRotation: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const schedule = await hands.row<Schedule>("schedules", subject.resource);
  const [first, ...more] = schedule?.layers ?? [];
  const id = person?.pagerduty?.id;
  if (person && !schedule) {
    const kept = person.pagerduty?.rotations?.filter((name) => name !== subject.resource) ?? [];
    hands.roster.correct(person.email, ["pagerduty", "rotations"], kept.length > 0 ? kept : undefined);
    return "roster";
  }
  if (schedule && first && id && !first.users.includes(id))
    await hands.set("schedules", { id: schedule.id, layers: [{ ...first, users: [...first.users, id] }, ...more] });
  return "fixed";
};

const outOfRotation: Fix = async ({ subject }, hands) => {
  const schedule = await hands.row<Schedule>("schedules", subject.resource);
  if (schedule) await hands.set("schedules", { id: schedule.id, layers: layersWithout(schedule, subject.account ?? "") });
  return "fixed";
};

const numbered: Fix = async ({ subject }, hands) => {
  const user = await hands.row<User>("users", subject.account);
  const person = user && hands.roster.byEmail(user.email);
  if (user && person) hands.roster.correct(person.email, ["pagerduty", "id"], user.id);
  return "roster";
};

const notHere: Fix = async ({ subject }, { roster }) => {
  roster.correct(subject.person ?? "", ["pagerduty"], undefined);
  return "roster";
};

export const pagerdutyFixes: Fixes = {
  "leaver-with-access": removed,
  "external-domain": removed,
  "unexpected-admin": role,
  "role-mismatch": role,
  "unrecognised-role": role,
  "paged-without-person": offDuty,
  "rotation-missing": intoRotation,
  "rotation-unexpected": outOfRotation,
  "duplicate-account": second,
  "name-mismatch": onUser((user, person) => ({ name: person?.name ?? user.name })),
  "email-mismatch": onUser((user, person) => ({ email: person?.email ?? user.email })),
  "pending-invitation": onUser(() => ({ invitation_sent: false })),
  "id-missing": numbered,
  "id-mismatch": numbered,
  "person-without-account": notHere,
};
