import type { PagerdutyAccount } from "./pagerduty.ts";
import type { Next } from "./pagerduty-plants.ts";
import type { RosterPerson } from "./roster.ts";

interface Parts {
  next: Next;
  leaver?: RosterPerson;
}

/** Schedules of both generations and their policies: who should stand in them, who does, and who is paged besides. */
export function plantRotations(at: PagerdutyAccount, { next, leaver }: Parts): void {
  const amer = at.schedule("Emergencies AMER", team(at, next, { size: 4, rotation: "emergencies amer " }));
  const emea = at.schedule("Emergencies EMEA", team(at, next, { size: 4, rotation: "Emergencies EMEA" }));
  const weekend = at.shiftSchedule("Weekend | shifts", team(at, next, { size: 3, rotation: "Weekend | shifts" }));
  const first = at.policy("Support emergencies", [[amer.id, emea.id], [weekend.id]]);
  const direct = at.policy("VIP customers", [[at.seat(next()).id]]);
  at.audited = { schedules: [amer.id, emea.id, weekend.id], policies: [direct.id] };
  plantDuties(at, { next, amer: amer.id });

  const named = (who: string) => at.user({ name: who, email: `${who.toLowerCase().replaceAll(" ", ".")}@acme.test` });
  const people = {
    layer: named("Lia Layer"),
    shift: named("Sho Shift"),
    override: named("Ova Ride"),
    direct: named("Dario Direct"),
  };
  for (const user of [...Object.values(people)]) at.plantAccount("paged-without-person", user);
  amer.layers[0]?.users.push(people.layer.id);
  weekend.rotations[0]?.events[0]?.members.push(people.shift.id, "");
  emea.overrides.push(at.override(people.override.id));
  direct.rules[0]?.push(people.direct.id);
  const custom = named("Cleo Custom");
  at.plantAccount("paged-without-person", custom);
  weekend.customShifts.push(at.override(custom.id, 4));

  // Two who were deleted and stand there still: one as a target, one in a rotation, where not even a name is left.
  for (const [id, name] of [
    ["PGONE01", "Gone Colleague"],
    ["PGONE02", ""],
  ] as const) {
    if (name) at.data.deleted[id] = name;
    at.plant("paged-without-person", `account:${id}`);
  }
  first.rules.push(["PGONE01"]);
  weekend.rotations[0]?.events[0]?.members.push("PGONE02");
  addQuiet(at, { next, amer: amer.id, ...(leaver ? { leaver } : {}) });
}

/** Ids of people whom the roster names in a rotation, in its own way of writing. */
function team(at: PagerdutyAccount, next: Next, { size, rotation }: { size: number; rotation: string }): string[] {
  return Array.from({ length: size }, () => {
    const person = next();
    const { id } = at.seat(person);
    person.pagerduty = { id, rotations: [rotation] };
    return id;
  });
}

function plantDuties(at: PagerdutyAccount, { next, amer }: { next: Next; amer: string }): void {
  const absent = next();
  absent.pagerduty = { id: at.seat(absent).id, rotations: ["Emergencies AMER"] };
  at.plant("rotation-missing", `person:${absent.email}+resource:${amer}`);

  const lost = next();
  lost.pagerduty = { id: at.seat(lost).id, rotations: ["Emergencies AMRE"] };
  at.plant("rotation-missing", `person:${lost.email}+resource:Emergencies AMRE`);

  // An override is cover for somebody: it puts nobody into the rotation.
  const covering = next();
  covering.pagerduty = { id: at.seat(covering).id, rotations: ["Emergencies AMER"] };
  at.plant("rotation-missing", `person:${covering.email}+resource:${amer}`);

  const extra = at.seat(next());
  const schedule = at.data.schedules.find(({ id }) => id === amer);
  schedule?.overrides.push(at.override(covering.pagerduty.id ?? "", 6));
  schedule?.layers.push(at.layer("Layer 2", [extra.id]));
  at.plant("rotation-unexpected", `account:${extra.id}+resource:${amer}`);
}

/** Who is paged, or was, and is nobody to ask about. */
function addQuiet(at: PagerdutyAccount, { next, amer, leaver }: Parts & { amer: string }): void {
  const schedule = at.data.schedules.find(({ id }) => id === amer);
  const [stranger, second] = at.data.users.slice(20, 22).map(({ id }) => id);
  if (!schedule || !stranger || !second) throw new Error("PagerDuty has no strangers");
  // A layer that has ended, an override that is over, one beyond the fortnight; cover by a colleague; the account of a leaver.
  schedule.layers.push(at.layer("Old layer", [stranger], at.clock.ago(30)));
  schedule.overrides.push(at.override(stranger, -20), at.override(stranger, 40), at.override(at.seat(next()).id, 9));
  if (leaver?.pagerduty?.id) schedule.overrides.push(at.override(leaver.pagerduty.id, 11));
  // A bot somebody answers for, and schedules that are none of ours.
  at.owned = at.user({ name: "Slack bridge", email: "slack-bridge@acme.test" }).id;
  at.data.policies[0]?.rules.push([at.owned]);
  const database = at.schedule("Database on-call", [stranger, second]);
  const platform = at.shiftSchedule("Platform shifts", [second, stranger]);
  at.policy("Database", [[database.id], [stranger]]);
  at.policy("Platform", [[platform.id]]);
  // Somebody of ours in a schedule that is not audited, by its id in the roster; and one in another nobody names.
  const borrowed = next();
  const { id } = at.seat(borrowed);
  borrowed.pagerduty = { id, rotations: [database.id] };
  database.layers[0]?.users.push(id, at.seat(next()).id);
}
