import { exemptionsFrom } from "../core/carry.ts";
import { isThere } from "../core/recheck.ts";
import type { SystemConfig } from "../model/config.ts";
import { type ListingSummary, listingForm } from "../model/listing.ts";
import type { AuditMemory } from "../model/memory.ts";
import type { Store } from "../store/store.ts";
import { compareWithEarlier } from "./compare-earlier.ts";
import type { Context } from "./context.ts";
import { type DeriveContext, deriveAudit } from "./derive-audit.ts";
import type { StateContext } from "./desk.ts";
import { faultOf, sentenceOf } from "./fault.ts";
import { listingFrom } from "./keep-listing.ts";
import { recallSettled } from "./recall-decisions.ts";
import { baseOf } from "./reread-open.ts";

/** What the last reading of an audit shows; without one, `why` says so in a sentence. */
export type ListedReading = { summary: ListingSummary; why: null } | { summary: null; why: string };

export type ListContext = StateContext & DeriveContext & Pick<Context, "signal">;

/** Listings that are being made, so that many who ask at once wait for the same one. */
const making = new WeakMap<Store, Map<string, Promise<ListedReading>>>();

/** The reading an audit's listing is of; `null` where there is none and none can be made, and `why` says so. */
export type ReadyListing = { n: number; why: null } | { n: null; why: string };

/**
 * Sees to it that the listing of an audit is there, and of its last reading: it is made from the kept rows where it is missing, or of an
 * older form. @throws what the database throws
 */
export async function readyListing(context: ListContext, store: Store, audit: string): Promise<ReadyListing> {
  const head = await store.listings.head(audit);
  if (!head) return { n: null, why: notKept };
  const { n, form, newest } = head;
  if (form === listingForm && n >= (newest ?? 0)) return { n, why: null };
  const { why } = await makeOnce(context, store, audit);
  return why === null ? { n: newest ?? n, why } : { n: null, why };
}

/** The same with what the reading shows, but for its lists. @throws what the database throws */
export async function listReading(context: ListContext, store: Store, audit: string): Promise<ListedReading> {
  const { why } = await readyListing(context, store, audit);
  if (why !== null) return { summary: null, why };
  const summary = await store.listings.summary(audit);
  return summary ? { summary, why: null } : makeOnce(context, store, audit);
}

const notKept = "the rows that were read are not kept any more";

async function makeOnce(context: ListContext, store: Store, audit: string): Promise<ListedReading> {
  const all = making.get(store) ?? new Map<string, Promise<ListedReading>>();
  making.set(store, all);
  const made = all.get(audit) ?? make(context, store, audit).finally(() => all.delete(audit));
  all.set(audit, made);
  return made;
}

/** With roster and configuration of today, at the time of the reading; findings are those that were found. */
async function make(context: ListContext, store: Store, audit: string): Promise<ListedReading> {
  const [memory, read] = await Promise.all([store.memory(audit), store.lastRead(audit)]);
  if (!memory || !read) return { summary: null, why: notKept };
  const system = context.config.systems.find(({ id }) => id === memory.audit.system);
  if (!system) return { summary: null, why: `rollcall.yaml has no system ${memory.audit.system} any more` };
  const then = { ...context, now: read.last.takenAt };
  const settled = await recallSettled(then, { system, auditId: audit, store });
  const exemptions = [...context.exemptions, ...exemptionsFrom(settled, audit)];
  const before = await store.lastComplete({ system: system.id, audit, until: read.last.takenAt });
  // One of this audit may be this very reading.
  const earlier = before?.audit === audit ? null : before;
  const reading = { exemptions, memory, read, earlier };
  const listing = derived(then, system, reading);
  if ("why" in listing) return { summary: null, why: listing.why };
  await store.listings.keep(audit, { ...listing, n: read.last.n }, context.signal);
  return { summary: listing.summary, why: null };
}

interface Reading {
  exemptions: Context["exemptions"];
  memory: AuditMemory;
  read: NonNullable<Awaited<ReturnType<Store["lastRead"]>>>;
  earlier: Awaited<ReturnType<Store["lastComplete"]>>;
}

/** The platform's shapes grow over the years: rows of long ago may be of none this version knows. */
function derived(
  context: ListContext,
  system: SystemConfig,
  { exemptions, memory, read, earlier }: Reading,
): ReturnType<typeof listingFrom> | { why: string } {
  const { id: audit, state, issue } = memory.audit;
  const there = memory.findings.filter(isThere).map(({ finding }) => finding);
  const { rows, sources } = baseOf(read);
  const earlierRefs = new Map(memory.findings.map(({ finding }) => [finding.key, finding.ref]));
  try {
    const { view, scene } = deriveAudit(
      { ...context, exemptions },
      { system, rows, sources: [...sources], earlierRefs, told: () => there },
    );
    const gone = memory.findings.filter((one) => !isThere(one)).map(({ finding }) => ({ key: finding.key }));
    Object.assign(view.audit, { state, issue, resolved: gone });
    const compared = compareWithEarlier(context, view, { earlier, audited: { system, auditId: audit } });
    return listingFrom({ audit, view, scene, exemptions, compared, remade: true });
  } catch (error) {
    return { why: `its rows cannot be read by this version: ${sentenceOf(faultOf(error, context.signal))}` };
  }
}
