import type { Review } from "../model/event.ts";
import type { KnownGap } from "../model/exemption.ts";
import type { FollowUpState, Standing } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";
import { compareIds } from "../model/json.ts";
import type { Look } from "../model/memory.ts";
import { addDays, dayIn } from "../model/period.ts";

/** Days a listing may be old when its audit is closed (DOMAIN §5). */
export const oldestListing = 30;

export interface ClosingFacts {
  /** "Zendesk Global". */
  name: string;
  state: FollowUpState;
  /** By key. */
  standings: ReadonlyMap<string, Standing>;
  /** The last reading of all sources, and what it counted; `null` = there is none. */
  look: (Look & { accounts: number | null; sha256: string }) | null;
  /** In force, by source. */
  gaps: ReadonlyMap<string, KnownGap>;
  /** ISO 8601. */
  now: string;
}

/** Who asks, and what they say where something could not be looked at. */
export interface ClosingWish {
  /** E-mail; `null` = somebody nobody knows. */
  by: string | null;
  reason: string | null;
}

/** Either why it stays open, a sentence each, or what is signed. `isStale`: it would do, were the listings read again. */
export type Closing =
  | { refusals: string[]; isStale: boolean; review: null }
  | { refusals: []; isStale: boolean; review: Review; to: "closed" | "waived" };

/**
 * Whether an audit may be closed, and what its reviewer signs: everything settled, or the period over and what is open carried on;
 * listings that are whole, or a waiver; and a reviewer it is not about.
 */
export function closingOf(facts: ClosingFacts, wish: ClosingWish): Closing {
  const open = openOf(facts);
  const unread = unreadOf(facts);
  const waiver = wish.reason ?? gapWords(facts, unread);
  const refusals = [...refusalsOf(facts, { wish, open }), ...waiverRefusals(unread, { waiver })];
  const isStale = isTooOld(facts);
  const { look } = facts;
  if (refusals.length > 0 || !look || wish.by === null) return { refusals, isStale, review: null };
  const review: Review = {
    by: wish.by,
    sentence: sentenceOf(facts, { ...look, carried: open.length }),
    listedAt: look.takenAt,
    sha256: look.sha256,
    carriedOver: open.length,
    waiver: unread.length > 0 ? waiver : null,
  };
  return { refusals: [], isStale, review, to: unread.length > 0 && wish.reason !== null ? "waived" : "closed" };
}

/** Who reviews: the ops manager, or the deputy where a finding is about them; `null` where that leaves nobody. */
export function reviewerOf({ roles, findings }: Pick<FollowUpState, "roles" | "findings">): string | null {
  const subjects = new Set(findings.flatMap((finding) => finding.subjects.map(normalEmail)));
  const wanted = [roles.opsManager, ...(roles.deputy === null ? [] : [roles.deputy])];
  return wanted.find((email) => !subjects.has(normalEmail(email))) ?? null;
}

function openOf({ state, standings }: ClosingFacts): { ref: string; is: Standing["is"] }[] {
  const open = state.findings.flatMap(({ key, ref }) => {
    const is = standings.get(key)?.is ?? "open";
    return is === "settled" ? [] : [{ ref, is }];
  });
  return open.sort((a, b) => compareIds(a.ref, b.ref));
}

function unreadOf({ look }: ClosingFacts): string[] {
  return (look?.sources ?? []).flatMap(({ name, status }) => (status === "complete" || status === "absent" ? [] : [name]));
}

function refusalsOf(
  { state, look, name }: ClosingFacts,
  { wish, open }: { wish: ClosingWish; open: { ref: string; is: string }[] },
): string[] {
  const refusals: string[] = [];
  const reviewer = reviewerOf(state);
  if (state.startedAt === null)
    refusals.push("Nobody has gone through the findings yet: start the follow-up first, and it is closed when all is settled.");
  if (reviewer === null)
    refusals.push(
      "The Support Operations Manager and their deputy are both subjects of this audit: name another deputy under people in rollcall.yaml.",
    );
  else if (wish.by === null || normalEmail(wish.by) !== normalEmail(reviewer))
    refusals.push(`${wish.by ?? "Somebody unknown"} cannot close it: ${reviewer} reviews ${name}.`);
  if (!look) refusals.push("The platform was never read for this audit.");
  if (open.length > 0 && !state.done.some(({ step }) => step === "carry-over")) refusals.push(openSentence(open));
  return refusals;
}

const mostNamed = 20;

function openSentence(open: readonly { ref: string; is: string }[]): string {
  const named = open.slice(0, mostNamed).map(({ ref, is }) => (is === "explained" ? `${ref} (waits for a decision)` : ref));
  const more = open.length > mostNamed ? ` and ${open.length - mostNamed} more` : "";
  return `Not settled yet: ${named.join(", ")}${more}.`;
}

function waiverRefusals(unread: readonly string[], { waiver }: { waiver: string | null }): string[] {
  if (unread.length === 0 || waiver !== null) return [];
  return [
    `Rollcall could not look at ${unread.join(", ")}. Read it and audit again, or close it with a waiver: “/rollcall close: why it is closed all the same”.`,
  ];
}

/** Gaps that cover everything that was not read are a waiver given beforehand. */
function gapWords({ gaps }: ClosingFacts, unread: readonly string[]): string | null {
  const covering = unread.flatMap((source) => gaps.get(source) ?? []);
  if (unread.length === 0 || covering.length < unread.length) return null;
  return covering
    .map(({ source, reason, approver, until }) => `${source}: ${reason} (accepted by ${approver} until ${until})`)
    .join("; ");
}

function isTooOld({ look, now, state }: ClosingFacts): boolean {
  if (!look) return true;
  const { timeZone } = state.clock;
  return dayIn(now, timeZone) > addDays(dayIn(look.takenAt, timeZone), oldestListing);
}

function sentenceOf(
  { name, standings, state }: ClosingFacts,
  { takenAt, sha256, accounts, carried }: Look & { accounts: number | null; sha256: string; carried: number },
): string {
  const exemptions = [...standings.values()].filter(
    (standing) => standing.is === "settled" && (standing.by === "accepted" || standing.by === "exempt"),
  );
  const all = accounts === null ? "the access" : `the access of all ${accounts} accounts`;
  const over = carried > 0 ? `; carried over: ${carried}` : "";
  const listed = dayIn(takenAt, state.clock.timeZone);
  return `I reviewed ${all} of ${name} as listed on ${listed} (sha256 ${sha256}), its ${counted(state.findings.length, "finding")} and ${counted(exemptions.length, "exemption")}${over}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
