import type { CalendlyData, Invitation, Member } from "../calendly/data.ts";
import { startCalendly } from "../calendly/index.ts";
import { plantCalendlyFaults } from "./calendly-plants.ts";
import type { Clock } from "./clock.ts";
import type { Planted } from "./instance.ts";
import { slug } from "./names.ts";
import { cast } from "./people.ts";
import type { RosterPerson } from "./roster.ts";
import { type CompanySystem, serviceAccounts } from "./system.ts";

/** Builds one organisation beside the roster, and keeps the list of what is wrong on purpose. */
export class CalendlyOrganisation {
  readonly system = "calendly";
  readonly clock: Clock;
  readonly data: CalendlyData;
  readonly planted: Planted[] = [];
  /** Account ids of service accounts: one with an owner, one without. */
  owned = "";
  unowned = "";
  #next = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.data = { organization: "ORGACMESUPPORT01", members: [], invitations: [], groups: [], relationships: [] };
  }

  /** An id as Calendly writes them: capitals and digits. */
  id(kind: string): string {
    this.#next += 1;
    return `${kind}${String(this.#next).padStart(13, "0")}`;
  }

  member(given: Partial<Member> & Pick<Member, "name" | "email">): Member {
    const member: Member = {
      id: this.id("USR"),
      membership: this.id("MEM"),
      slug: slug(given.name, "-") || `user-${this.#next}`,
      role: "user",
      created_at: this.clock.ago(100 + (this.#next % 900)),
      ...given,
    };
    this.data.members.push(member);
    return member;
  }

  /** A person as a member: name, e-mail and page agree with the roster. */
  seat(person: RosterPerson, given: Partial<Member> = {}): Member {
    const page = person.calendly?.split("/").at(-1);
    return this.member({ name: person.name, email: person.email, ...(page ? { slug: page } : {}), ...given });
  }

  invite(email: string, given: Partial<Invitation> & { days: number }): Invitation {
    const { days, ...more } = given;
    const created_at = this.clock.ago(days);
    const invitation: Invitation = {
      id: this.id("INV"),
      email,
      status: "pending",
      created_at,
      last_sent_at: created_at,
      ...more,
    };
    this.data.invitations.push(invitation);
    return invitation;
  }

  group(name: string, owners: readonly string[]): void {
    const id = this.id("GRP");
    this.data.groups.push({ id, name });
    for (const owner of owners) this.data.relationships.push({ id: this.id("REL"), group: id, role: "member", owner });
  }

  plant(check: string, subject: string): void {
    this.planted.push({ system: this.system, check, subject });
  }

  plantAccount(check: string, { id }: { id: string }): void {
    this.plant(check, `account:${id}`);
  }

  plantPerson(check: string, { email }: RosterPerson): void {
    this.plant(check, `person:${email}`);
  }
}

/** The organisation of the company's people, once their seats elsewhere are settled: whoever has left there has left here. */
export function makeCalendly(people: readonly RosterPerson[], clock: Clock): CalendlyOrganisation {
  const at = new CalendlyOrganisation(clock);
  seatOperations(at, people);
  const rest = people.slice(cast.head + 1);
  for (const person of plantCalendlyFaults(at, rest)) at.seat(person);
  // Half of the organisation in one group, a part of it in two; an invitation waits in one as well.
  const ids = at.data.members.map(({ id }) => id);
  const [invitation] = at.data.invitations;
  at.group("Support | EMEA", [...ids.slice(0, 70), ...(invitation ? [invitation.id] : [])]);
  at.group("@all /close", ids.slice(40, 90));
  return at;
}

/** An organisation of 250 members, for benchmarks: the team, and others to make up the number. */
export function makeLargeCalendly(people: readonly RosterPerson[], clock: Clock): CalendlyOrganisation {
  const at = new CalendlyOrganisation(clock);
  for (const [index, person] of people.slice(0, 250).entries())
    at.seat(person, index === cast.opsManager ? { role: "owner" } : index === cast.auditor ? { role: "admin" } : {});
  for (let index = at.data.members.length; index < 250; index += 1)
    at.member({ name: `Member Number ${index}`, email: `member.${index}@acme.test` });
  at.group(
    "Support",
    at.data.members.map(({ id }) => id),
  );
  return at;
}

/** The organisation as a system of the company. The audit's token is the auditor's, an admin's. */
export function calendlySystem(at: CalendlyOrganisation, people: readonly RosterPerson[]): CompanySystem {
  const token = "example-token-calendly";
  return {
    system: at.system,
    planted: at.planted,
    env: { CALENDLY_TOKEN: token },
    credentials: { token, email: people[cast.auditor]?.email ?? "" },
    start: ({ latency, books, faults }) =>
      startCalendly({
        name: at.system,
        data: at.data,
        token,
        userId: at.data.members.find(({ role }) => role === "admin")?.id ?? "",
        switches: { latency },
        books,
        faults,
      }),
    entry: (context) => `  ${at.system}:
    platform: calendly
    name: Calendly
    url: ${context.url}
    auth: { token: "\${CALENDLY_TOKEN}" }
    admins: [${context.admins}]
${at.owned ? serviceAccounts(at, context) : ""}`,
  };
}

/** The operations team are owner and admins, and may be; the head of support is nobody to be bothered about. */
function seatOperations(at: CalendlyOrganisation, people: readonly RosterPerson[]): void {
  const roles = { [cast.opsManager]: "owner", [cast.auditor]: "admin", [cast.deputy]: "admin" };
  for (const [index, role] of Object.entries(roles)) {
    const person = people[Number(index)];
    if (person) at.seat(person, { role });
  }
  const head = people[cast.head];
  if (!head) return;
  delete head.calendly;
  at.seat(head, { name: "@all | <b>The Boss</b>", slug: "the-boss", role: "admin" });
}
