import { emailsOf, peopleOf } from "../core/people.ts";
import { normalEmail } from "../model/identity.ts";
import { accountCheck, isMatchedSeat } from "./subjects.ts";
import { inRoster, whoIs } from "./words.ts";

export const emailMismatch = accountCheck({
  id: "email-mismatch",
  title: "E-mail is not the roster's",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.16"],
  needs: ["accounts", "ids", "emails"],
  among: (one, scene) => one.by === "id" && isMatchedSeat(one, scene),
  judge({ account, person: one }, scene) {
    if (!one || account.email === null) return "unknown";
    const emails = emailsOf(one.person);
    if (emails.length === 0) return "unknown";
    if (emails.includes(normalEmail(account.email))) return "pass";
    const other = peopleOf(scene.roster).byEmail.get(normalEmail(account.email));
    const idPath = `${one.expectation?.path}.id`;
    return {
      expected: one.person.email ?? emails[0] ?? null,
      observed: account.email,
      message: `has the id the roster gives ${one.person.name ?? one.person.id}, but an e-mail that is ${other ? `${whoIs(other)}'s` : "none of theirs"}`,
      fixes: [
        ...(other ? [`if the account is ${whoIs(other)}'s, correct the id ${inRoster(scene, one.person, idPath)}`] : []),
        `change the account's e-mail to ${one.person.email ?? emails[0]} in ${scene.name}`,
        `if ${account.email} is theirs too, add it under aliases ${inRoster(scene, one.person, "email")}`,
      ],
      rosterPath: "email",
    };
  },
});
