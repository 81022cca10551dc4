import { emailsOf } from "../core/people.ts";
import { normalEmail } from "../model/identity.ts";
import { perScene } from "./per-scene.ts";
import { accountCheck, isMatchedSeat } from "./subjects.ts";

export const citizenshipUnverified = accountCheck({
  id: "citizenship-unverified",
  title: "Citizenship not verified",
  severity: "critical",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.6.1", "ISO 27001 A.5.31"],
  needs: ["accounts", "citizenship"],
  applies: (scene) => scene.verifications !== null,
  among: isMatchedSeat,
  judge({ person: one }, scene) {
    const emails = one ? emailsOf(one.person) : [];
    if (emails.some((email) => verified(scene).has(email))) return "pass";
    return {
      expected: "a recorded verification",
      observed: null,
      message: "has a seat on a system that needs verified citizenship, and no verification is recorded for this person",
      fixes: [
        "if it was verified, record it with date and request link in the file verified_people names",
        `until it is verified, remove the account's access in ${scene.name}`,
      ],
      rosterPath: "",
    };
  },
});

const verified = perScene((scene) => new Set(scene.verifications?.map(({ email }) => normalEmail(email))));
