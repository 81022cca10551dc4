import type { Changes } from "../model/api/account.ts";
import { isFactRead, unreadOf } from "../model/fact.ts";
import type { Listing, ListingSummary } from "../model/listing.ts";
import type { AuditView } from "../model/report.ts";
import type { Scene } from "../model/scene.ts";
import type { ListedToken } from "../model/tokens.ts";
import { accountList } from "./listing-accounts.ts";
import { credentialList } from "./listing-credentials.ts";
import { findingsBySubject } from "./listing-findings.ts";
import { entriesOf, facetCounts, valuedIn } from "./listing-kind.ts";
import { peopleList } from "./listing-people.ts";

export interface ListingInput {
  /** Id of the audit. */
  audit: string;
  scene: Scene;
  view: Pick<AuditView, "audit" | "seats">;
  /** Of each credential of the scene, in its order. */
  tokens: readonly ListedToken[];
  changes: Omit<Changes, "audit">;
  /** Made later than the reading, by roster and configuration of then. */
  remade: boolean;
}

/** A reading as lists, and what is said over them. Pure: the same reading gives the same listing. */
export function listingOf({ audit, scene, view, tokens, changes, remade }: ListingInput): Listing {
  const findings = findingsBySubject(view.audit.findings);
  const accounts = accountList(scene.matching.accounts, findings);
  const people = peopleList(scene);
  const credentials = credentialList(scene, { audit, tokens, findings });
  const { system, platform, status, sources, checks, counts, resolved } = view.audit;
  const { source, revision, people: everybody } = scene.roster;
  const summary: ListingSummary = {
    ...{ audit, system, name: scene.name, platform, at: scene.now, remade },
    ...{ status, sources, checks, counts, seats: view.seats },
    roster: { source, revision, people: everybody.length },
    changes: { audit, ...changes },
    resolved: resolved.map(({ key }) => key),
    unread: unreadIn(scene),
    strangers: strangersIn(scene),
    totals: { account: accounts.size, person: people.size, credential: credentials.size },
    facets: { account: facetCounts(accounts), person: facetCounts(people), credential: facetCounts(credentials) },
    ranked: { account: valuedIn(accounts), person: valuedIn(people), credential: valuedIn(credentials) },
  };
  return {
    summary,
    entries: {
      *[Symbol.iterator]() {
        yield* entriesOf(accounts);
        yield* entriesOf(people);
        yield* entriesOf(credentials);
      },
    },
  };
}

function unreadIn({ facts, sources }: Scene): ListingSummary["unread"] {
  const { accounts, credentials } = facts;
  return {
    accounts: accounts ? unreadOf(accounts, sources) : null,
    credentials: credentials ? unreadOf(credentials, sources) : null,
  };
}

function strangersIn({ facts, sources, matching }: Scene): number | null {
  if (!isFactRead(facts.accounts, sources)) return null;
  return matching.accounts.filter(({ person }) => person === null).length;
}
