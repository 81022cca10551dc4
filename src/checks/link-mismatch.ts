import type { MatchedAccount, MatchedPerson } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";
import { slugOf } from "./calendly-links.ts";
import { perScene } from "./per-scene.ts";
import { ownAccounts, personCheck } from "./subjects.ts";
import { inRoster, listed, whoIs } from "./words.ts";

export const linkMismatch = personCheck({
  id: "link-mismatch",
  title: "Link is not of their account",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.16"],
  needs: ["accounts", "links"],
  // About somebody without an account `person-without-account` says enough; a link that is nobody's page, `link-not-main-page`.
  among: (one, scene) => one.expected && ownAccounts(one, scene).length > 0 && linked(one) !== null,
  judge(one, scene) {
    const slug = linked(one);
    const pages = ownAccounts(one, scene)
      .map(pageOf)
      .filter((page) => page !== null);
    if (slug === null || pages.length === 0) return "unknown";
    if (pages.some((page) => page.slug === slug)) return "pass";
    const owner = owners(scene).get(slug);
    const expected = pages.map(({ url }) => url);
    return {
      expected: expected.length === 1 ? (expected[0] ?? null) : expected,
      observed: one.person.calendly,
      message: `has the link ${JSON.stringify(one.person.calendly)} in the roster, their page is ${listed(expected)}${owner ? `; the link leads to the page of ${nameOf(owner)}` : ""}`,
      fixes: [
        `put calendly: ${expected[0]} ${inRoster(scene, one.person, "calendly")}`,
        `if the page of the link is theirs too, add the e-mail of its account under aliases ${inRoster(scene, one.person, "email")}`,
      ],
      rosterPath: "calendly",
    };
  },
});

function linked({ person }: MatchedPerson): string | null {
  return person.calendly === null ? null : slugOf(person.calendly);
}

/** An account's page and its slug; `null` where the platform says neither. */
function pageOf({ account: { url, username } }: MatchedAccount): { url: string; slug: string } | null {
  const slug = username?.toLowerCase() ?? (url === null ? null : slugOf(url));
  return slug === null ? null : { slug, url: url ?? `https://calendly.com/${slug}` };
}

const owners = perScene((scene: Scene) => {
  const known = new Map<string, MatchedAccount>();
  for (const one of scene.matching.accounts) {
    const slug = pageOf(one)?.slug;
    if (slug !== undefined) known.set(slug, one);
  }
  return known;
});

function nameOf({ account, person }: MatchedAccount): string {
  return person ? whoIs(person.person) : (account.email ?? account.name ?? account.id);
}
