import { isMainPage } from "./calendly-links.ts";
import { personCheck } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const linkNotMainPage = personCheck({
  id: "link-not-main-page",
  title: "Link is not a main page",
  severity: "low",
  asks: "person",
  controls: ["ISO 27001 A.5.16"],
  needs: ["links"],
  // Without a link there is none to judge: `link-missing`.
  among: (one) => one.expected && one.person.calendly !== null,
  judge({ person, accounts }, scene) {
    const { calendly } = person;
    if (calendly === null || isMainPage(calendly)) return "pass";
    const [page] = accounts.map(({ account }) => account.url).filter((url) => url !== null && isMainPage(url));
    return {
      expected: page ?? "https://calendly.com/<slug>",
      observed: calendly,
      message: `has the link ${JSON.stringify(calendly)} in the roster, which is not a main page`,
      fixes: [`put calendly: ${page ?? "https://calendly.com/<slug>"} ${inRoster(scene, person, "calendly")}`],
      rosterPath: "calendly",
    };
  },
});
