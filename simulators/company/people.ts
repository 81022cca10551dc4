import type { Clock } from "./clock.ts";
import { nameAt, slug } from "./names.ts";
import { Random } from "./random.ts";
import type { RosterPerson } from "./roster.ts";

const regions = ["AMER-E", "AMER-W", "AMER-C", "EMEA", "APAC"] as const;
const hours: Record<string, string> = {
  "AMER-E": "0900-1700 Eastern time",
  "AMER-W": "0900-1700 Pacific time",
  "AMER-C": "0800-1600 Central time",
  EMEA: "0900-1700 Central European time",
  APAC: "0900-1700 Singapore time",
};

/** People whose part in the story is fixed. */
export const cast = { opsManager: 0, auditor: 1, deputy: 2, head: 3, managers: [4, 5, 6, 7, 8, 9] } as const;
const castNames = ["Dana Whitfield", "Lee Okafor", "Kim Sørensen", "Robin Castellanos"];

export const peopleCount = 140;

/** The roster without anything wrong in it, and without seats: instances give those. */
export function basePeople(clock: Clock): RosterPerson[] {
  const random = new Random(20_261_122);
  return Array.from({ length: peopleCount }, (_, index) => person(index, { clock, random }));
}

function person(index: number, { clock, random }: { clock: Clock; random: Random }): RosterPerson {
  const name = castNames[index] ?? nameAt(index);
  const local = slug(name, ".");
  const region = regions[index % regions.length] ?? "EMEA";
  const username = local.replace(".", "");
  return {
    name,
    email: `${index === cast.head ? "head" : local}@acme.test`,
    title: titleOf(index),
    ...(index === cast.head ? {} : { reports_to: managerOf(index) }),
    region,
    start_date: clock.day(-400 - random.below(2500)),
    working_hours: hours[region] ?? "",
    calendly: `https://calendly.com/${local.replace(".", "-")}`,
    pagerduty: { id: `P${(1_000_000 + index * 7919).toString(36).toUpperCase()}` },
    zendesk: {},
    gitlab: { id: 4200 + index, username },
    slack: { id: `U0${(90_000_000 + index * 104_729).toString(36).toUpperCase()}`, username: local },
    focuses:
      index % 3 === 0
        ? [
            { name: "Self-Managed", percentage: 60 },
            { name: "Dedicated", percentage: 40 },
          ]
        : [{ name: "SaaS", percentage: 100 }],
  };
}

function titleOf(index: number): string {
  if (index === cast.opsManager) return "Support Operations Manager";
  if (index < 3) return "Support Operations Specialist";
  if (index === cast.head) return "Head of Support";
  return cast.managers.some((manager) => manager === index) ? "Support Engineering Manager" : "Support Engineer";
}

function managerOf(index: number): string {
  if (index === cast.opsManager || cast.managers.some((manager) => manager === index)) return "Robin Castellanos";
  if (index < 3) return "Dana Whitfield";
  return nameAt(cast.managers[index % cast.managers.length] ?? 4);
}
