import type { CalendlyOrganisation } from "./calendly.ts";
import { aliasedApart, castingOf, nextOf } from "./casting.ts";
import type { RosterPerson } from "./roster.ts";

/**
 * One of every fault Calendly can have, each on a person of its own, and what only looks like one.
 * @returns the people who are left, to be seated without a fault
 */
export function plantCalendlyFaults(at: CalendlyOrganisation, people: readonly RosterPerson[]): RosterPerson[] {
  const { leavers, starting, here } = castingOf(people, at.clock);
  const { aliased, rest } = aliasedApart(here);
  const next = nextOf(() => rest.pop(), "Calendly");
  const [leaver] = leavers;
  if (leaver) at.plantAccount("leaver-with-access", at.seat(leaver));
  plantAliased(at, aliased);
  plantMembers(at, next);
  plantLinks(at, next);
  plantInvitations(at, { next, starting });
  addLookAlikes(at, next);
  return rest;
}

/** The first has both addresses as accounts, the second only the other one, which is no fault. */
function plantAliased(at: CalendlyOrganisation, [twice, other, ...more]: readonly RosterPerson[]): void {
  if (!twice || !other) throw new Error("nobody in the company has a second address");
  at.seat(twice);
  at.member({ name: twice.name, email: twice.aliases?.[0] ?? "", slug: "second-page" });
  at.plantPerson("duplicate-account", twice);
  at.seat(other, { email: other.aliases?.[0] ?? "" });
  for (const person of more) at.seat(person);
}

function plantMembers(at: CalendlyOrganisation, next: () => RosterPerson): void {
  at.plantAccount("account-without-person", at.member({ name: "Casey Unknown", email: "casey.unknown@acme.test" }));
  at.plantPerson("person-without-account", next());
  at.plantAccount("name-mismatch", at.seat(next(), { name: "Bobby" }));
  at.plantAccount("unexpected-admin", at.seat(next(), { role: "admin" }));
  at.plantAccount("unrecognised-role", at.seat(next(), { role: "team_manager" }));

  const stranger = at.member({ name: "Jordan Contractor", email: "jordan@partner.example", role: "admin" });
  for (const check of ["external-domain", "account-without-person", "unexpected-admin"]) at.plantAccount(check, stranger);

  const unowned = at.member({ name: "Lobby screen", email: "lobby-screen@acme.test" });
  at.unowned = unowned.id;
  at.plantAccount("service-account-unowned", unowned);
}

function plantLinks(at: CalendlyOrganisation, next: () => RosterPerson): void {
  const without = next();
  at.seat(without);
  delete without.calendly;
  at.plantPerson("link-missing", without);

  const event = next();
  at.seat(event);
  event.calendly = `${event.calendly}/30min`;
  at.plantPerson("link-not-main-page", event);

  const [borrower, owner] = [next(), next()];
  at.seat(borrower);
  at.seat(owner);
  if (owner.calendly) borrower.calendly = owner.calendly;
  at.plantPerson("link-mismatch", borrower);
}

function plantInvitations(
  at: CalendlyOrganisation,
  { next, starting }: { next: () => RosterPerson; starting: readonly RosterPerson[] },
): void {
  at.plantAccount("pending-invitation", at.invite(next().email, { days: 40 }));
  at.plantAccount("pending-invitation", at.invite("old.friend@acme.test", { days: 90, last_sent_at: null }));
  // Invited last week, a new colleague who starts soon, and those who answered long ago.
  at.invite(next().email, { days: 5 });
  const [soon] = starting;
  if (soon) at.invite(soon.email, { days: 2 });
  const [first] = at.data.members;
  at.invite(first?.email ?? "", { days: 300, status: "accepted", ...(first ? { user: first.id } : {}) });
  at.invite("no.thanks@acme.test", { days: 200, status: "declined" });
}

/** Things that look wrong and are not. None of them may become a finding. */
function addLookAlikes(at: CalendlyOrganisation, next: () => RosterPerson): void {
  const shouting = next();
  at.seat(shouting, { email: shouting.email.toUpperCase() });
  const tagged = next();
  at.seat(tagged, { email: tagged.email.replace("@", "+calendly@") });
  const decomposed = next();
  at.seat(decomposed, { name: ` ${decomposed.name.normalize("NFD").replace(" ", "  ")}` });
  const slashed = next();
  at.seat(slashed);
  slashed.calendly = `${slashed.calendly}/`;
  const capital = next();
  at.seat(capital);
  capital.calendly = capital.calendly?.replace(/[^/]+$/, (slug) => slug.toUpperCase()) ?? "";
  at.owned = at.member({ name: "Booking kiosk", email: "booking-kiosk@acme.test" }).id;
}
