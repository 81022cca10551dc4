import { personCheck } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const linkMissing = personCheck({
  id: "link-missing",
  title: "Link missing in the roster",
  severity: "low",
  asks: "person",
  controls: ["ISO 27001 A.5.16"],
  needs: ["links"],
  among: (one) => one.expected,
  judge(one, scene) {
    if (one.person.calendly !== null) return "pass";
    const [page] = one.accounts.map(({ account }) => account.url).filter((url) => url !== null);
    return {
      expected: page ?? "a link to their main page",
      observed: null,
      message: "has no link in the roster",
      fixes: [`put calendly: ${page ?? "<their main page>"} ${inRoster(scene, one.person, "calendly")}`],
      rosterPath: "calendly",
    };
  },
});
