import type { Instance } from "./instance.ts";
import type { RosterPerson } from "./roster.ts";

/** Takes the next person who has no part yet. */
export type NextPerson = () => RosterPerson;

/** One of every fault an account can have, each on a person of its own, so that nothing else is wrong with them. */
export function plantAccountFaults(at: Instance, next: NextPerson): void {
  plantPresence(at, next);
  plantIdentity(at, next);
  plantRights(at, next);
  plantUse(at, next);
}

function plantPresence(at: Instance, next: NextPerson): void {
  const { clock, rosterKey, roles } = at.options;
  const unknown = at.user({ name: "Casey Unknown", email: "casey.unknown@acme.test" });
  at.nobody = unknown.id;
  at.plantAccount("account-without-person", unknown);

  const missing = next();
  missing.zendesk[rosterKey] = { id: "77700077", groups: at.someGroups(2), role: roles.staff.name };
  at.plant("person-without-account", `person:${missing.email}`);

  for (const given of [{}, { role_type: 1, custom_role_id: roles.light.id }, { suspended: true }]) {
    const leaver = next();
    leaver.end_date = clock.day(-30);
    const { user } = at.seat(leaver, given);
    at.leaver = { id: user.id, name: leaver.name };
    at.plantAccount("leaver-with-access", user);
  }

  const twice = next();
  const { entry } = at.seat(twice);
  twice.aliases = [`second.${twice.email}`];
  const second = at.user({ name: twice.name, email: `second.${twice.email}` });
  at.join(second, entry.groups);
  at.plant("duplicate-account", `person:${twice.email}`);

  const light = next();
  const seat = at.seat(light, { role_type: 1, custom_role_id: roles.light.id });
  at.plantAccount("light-agent-on-roster", seat.user);
}

function plantIdentity(at: Instance, next: NextPerson): void {
  const renamed = next();
  at.plantAccount("name-mismatch", at.seat(renamed, { name: "Bobby" }).user);

  const moved = next();
  at.plantAccount("email-mismatch", at.seat(moved, { email: `former.${moved.email}` }).user);

  const unnumbered = at.seat(next());
  delete unnumbered.entry.id;
  at.plantAccount("id-missing", unnumbered.user);

  const misnumbered = at.seat(next());
  misnumbered.entry.id = "99999999999";
  at.plantAccount("id-mismatch", misnumbered.user);

  const owner = at.seat(next());
  const claimant = at.seat(next());
  claimant.entry.id = owner.entry.id ?? "";
  at.plantAccount("id-mismatch", claimant.user);

  const outsider = at.light({ name: "Jordan Contractor", email: "jordan@partner.example" });
  at.plantAccount("external-domain", outsider);
}

function plantRights(at: Instance, next: NextPerson): void {
  const { roles } = at.options;
  const promoted = at.seat(next(), { custom_role_id: roles.manager.id });
  at.plantAccount("role-mismatch", promoted.user);

  const regrouped = at.seat(next());
  regrouped.entry.groups = at.someGroups(3).map((_, index) => at.options.groups[index] ?? "");
  regrouped.entry.groups.push(at.options.groups[7] ?? "");
  at.plantAccount("group-mismatch", regrouped.user);

  const admin = at.seat(next(), { role: "admin", role_type: 4, custom_role_id: roles.admin.id });
  admin.entry.role = roles.staff.name;
  at.plantAccount("unexpected-admin", admin.user);

  const stranger = at.user({
    name: "Integration Owner",
    email: "integration@acme.test",
    role: "admin",
    role_type: 4,
    custom_role_id: null,
  });
  at.plantAccount("unexpected-admin", stranger);
  at.plantAccount("account-without-person", stranger);

  at.plantAccount("unrecognised-role", at.seat(next(), { role_type: 9, custom_role_id: null }).user);

  const bridge = at.user({ name: "Nightly bridge", email: "nightly-bridge@acme.test", two_factor_auth_enabled: true });
  at.unowned = bridge.id;
  at.plantAccount("service-account-unowned", bridge);
}

function plantUse(at: Instance, next: NextPerson): void {
  const { clock } = at.options;
  at.plantAccount("inactive-account", at.seat(next(), { last_login_at: clock.ago(200) }).user);
  at.plantAccount("never-signed-in", at.seat(next(), { last_login_at: null, created_at: clock.ago(60) }).user);
  at.plantAccount("mfa-disabled", at.seat(next(), { two_factor_auth_enabled: false }).user);
  at.plantAccount("suspended-with-access", at.seat(next(), { suspended: true, last_login_at: clock.ago(300) }).user);
  at.plantAccount("suspended-with-access", at.light({ name: "Sleepy Light", email: "sleepy.light@acme.test", suspended: true }));
}
