import type { NextPerson } from "./account-plants.ts";
import type { Instance } from "./instance.ts";
import { hostileNames } from "./names.ts";

/** Things that look wrong and are not. None of them may become a finding. */
export function addLookAlikes(at: Instance, next: NextPerson): void {
  const { clock, roles, rosterKey } = at.options;

  const aliased = at.seat(next(), { name: "Danny from Support" });
  aliased.entry.alias = "Danny from Support";

  const shouting = next();
  at.seat(shouting, { email: shouting.email.toUpperCase() });
  const tagged = next();
  at.seat(tagged, { email: tagged.email.replace("@", "+zendesk@") });
  const otherAddress = next();
  otherAddress.aliases = [`other.${otherAddress.email}`];
  at.seat(otherAddress, { email: `other.${otherAddress.email}` });

  const accented = next();
  accented.name = "Amélie Brontë".normalize("NFC");
  at.seat(accented, { name: "Amélie  Brontë".normalize("NFD") });

  const firstOfTwo = next();
  const secondOfTwo = next();
  secondOfTwo.name = firstOfTwo.name;
  at.seat(firstOfTwo);
  at.seat(secondOfTwo);

  const starting = next();
  starting.start_date = clock.day(20);
  starting.zendesk[rosterKey] = { id: "88800088", groups: at.someGroups(2), role: roles.staff.name };
  const gone = next();
  gone.end_date = clock.day(-60);
  gone.zendesk[rosterKey] = { id: "88800099", groups: at.someGroups(2), role: roles.staff.name };
  const lastDay = next();
  lastDay.end_date = clock.day(0);
  at.seat(lastDay);

  at.seat(next(), { last_login_at: null, created_at: clock.ago(3) });
  at.owned = at.user({ name: "Slack bridge", email: "slack-bridge@acme.test" }).id;

  at.user({ name: "Pat Shared", email: "pat@other-company.example", shared_agent: true });
  at.user({ name: "Chris Contributor", email: "chris.contributor@acme.test", role_type: 3, custom_role_id: null });
  at.user({ name: "Chatty Contributor", email: "chatty@acme.test", role_type: 2, custom_role_id: null, chat_only: true });
  at.user({
    name: aliased.user.name,
    email: "customer@customer.example",
    role: "end-user",
    role_type: null,
    custom_role_id: null,
  });
  at.user({
    name: "Suspended Customer",
    email: "spam@customer.example",
    role: "end-user",
    role_type: null,
    custom_role_id: null,
    suspended: true,
  });
  at.user({ name: "Deleted Agent", email: "deleted.agent@acme.test", active: false });
  for (const [index, name] of hostileNames.entries()) at.light({ name, email: `hostile.${index}@acme.test` });
}
