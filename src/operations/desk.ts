import { contactsByEmail } from "../core/contacts.ts";
import { followUpState } from "../core/follow-up-state.ts";
import { settleAll } from "../core/settle.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Contact } from "../model/contact.ts";
import type { Comment, Conversation, Thread } from "../model/conversation.ts";
import { RollcallError, usageError } from "../model/errors.ts";
import type { FollowUpState, Standing } from "../model/follow-up.ts";
import type { AuditMemory, MemoryChange, StoredAudit } from "../model/memory.ts";
import { isOurComment } from "../reports/message-marker.ts";
import type { Store } from "../store/store.ts";
import type { AuditIssue } from "../tracker/tracker.ts";
import type { Context } from "./context.ts";

/** One audit as it is worked on, under its lock: what is remembered, kept in step with what is written, and its issue as it was read. */
export interface Desk {
  context: Context;
  store: Store;
  system: SystemConfig;
  memory: AuditMemory;
  /** `null` where it has none: no tracker, or nothing was published yet. */
  issue: AuditIssue | null;
  conversation: Conversation | null;
  /** By e-mail as compared. */
  contacts: ReadonlyMap<string, Contact>;
  /** Derived once for as long as nothing is written. */
  derived: { state: FollowUpState | null; standings: ReadonlyMap<string, Standing> | null };
}

/**
 * Takes an audit, alone over all processes of the database, and reads its issue.
 * @throws usage error where there is no such audit; what the tracker or the database throw
 */
export async function atDesk<T>(context: Context, audit: string, work: (desk: Desk) => Promise<T>): Promise<T> {
  const store = await context.store();
  return store.locked(audit, context.signal, async () => {
    const memory = await store.memory(audit);
    if (!memory) throw usageError(`there is no audit ${audit}`, "rollcall status lists those there are");
    const system = systemOf(context, memory.audit);
    const issue = (await context.tracker(system)?.issue(audit, context.signal)) ?? null;
    const conversation = issue && (await issue.read(context.signal));
    const contacts = contactsByEmail(context.config, context.roster);
    const nothingDerived = { state: null, standings: null };
    return work({ context, store, system, memory, issue, conversation, contacts, derived: nothingDerived });
  });
}

/** @throws configuration error where rollcall.yaml has it no more */
export function systemOf({ config }: Pick<Context, "config">, audit: Pick<StoredAudit, "id" | "system">): SystemConfig {
  const system = config.systems.find(({ id }) => id === audit.system);
  if (system) return system;
  throw new RollcallError(
    "configuration",
    `rollcall.yaml has no system ${audit.system}, and ${audit.id} is not ended`,
    `put it back until its audit is closed, or end it: rollcall close ${audit.id} --cancel --reason "…"`,
  );
}

/** Writes, and keeps the desk in step. `actor` left out = Rollcall itself. */
export async function write(desk: Desk, change: Omit<MemoryChange, "at" | "actor"> & { actor?: string }): Promise<void> {
  const { context, store, memory } = desk;
  const { actor = context.actor, events = [], set = {}, intend = [], confirm = [] } = change;
  if (events.length + intend.length + confirm.length + Object.keys(set).length === 0) return;
  const at = context.now;
  await store.change(memory.audit.id, { at, actor, events, set, intend, confirm });
  desk.derived = { state: null, standings: null };
  const last = memory.events.at(-1)?.n ?? 0;
  memory.events.push(...events.map((event, index) => ({ ...event, n: last + 1 + index, at, actor })));
  Object.assign(memory.audit, set);
  const known = new Set(memory.unconfirmed.map(({ id }) => id));
  memory.unconfirmed.push(...intend.filter(({ id }) => !known.has(id)));
  memory.unconfirmed = memory.unconfirmed.filter(({ id }) => !confirm.includes(id));
}

/** What the ladder stands on, from everything remembered now. */
export function stateOf({ context, system, memory, derived }: Desk): FollowUpState {
  derived.state ??= stateFrom(context, { system, memory });
  return derived.state;
}

/** Where each finding stands now, by key. */
export function standingsOf(desk: Desk): ReadonlyMap<string, Standing> {
  desk.derived.standings ??= settleAll(stateOf(desk), desk.context.now);
  return desk.derived.standings;
}

/** Finding key → ref. */
export function refsOf({ memory }: Pick<Desk, "memory">): Map<string, string> {
  return new Map(memory.findings.map(({ finding }) => [finding.key, finding.ref]));
}

/** As far as it takes to say where an audit stands. */
export type StateContext = Pick<Context, "config" | "roster" | "exemptions" | "channels" | "platform" | "now">;

export function stateFrom(
  context: StateContext,
  { system, memory }: { system: SystemConfig; memory: AuditMemory },
): FollowUpState {
  const { config, roster, channels, now } = context;
  const { asksAlways = null } = context.platform(system.platform);
  const slack = channels.slack !== null || channels.email !== null;
  return followUpState(memory, { config, system, roster, exemptions: context.exemptions, asksAlways, slack, now });
}

/** Each comment of the issue with the thread it stands in. */
export function commentsOf({ conversation }: Desk): { comment: Comment; thread: Thread }[] {
  return (conversation?.threads ?? []).flatMap((thread) => thread.comments.map((comment) => ({ comment, thread })));
}

/** Ours: with our marker, and by whom the token is. Where a tracker has no users the marker must do. */
export function isOurs({ conversation }: Desk, { author, body }: Comment): boolean {
  if (!isOurComment(body)) return false;
  const me = conversation?.me ?? null;
  return me === null || author?.id === me.id;
}

/** An author as an event names them. */
export function authorText(author: { id: string; username: string | null } | null): string {
  if (author === null) return "somebody nobody knows";
  return author.username === null ? `user ${author.id}` : `user ${author.id} (${author.username})`;
}
