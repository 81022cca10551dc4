import { randomUUID } from "node:crypto";
import { isOpen, versionOf } from "../core/finding-version.ts";
import { heed } from "../core/heed.ts";
import { lastSaid } from "../core/said.ts";
import type { Answer, Command, Decision } from "../model/answer.ts";
import { RollcallError, usageError } from "../model/errors.ts";
import type { Said } from "../model/event.ts";
import { normalEmail } from "../model/identity.ts";
import type { Intent } from "../model/memory.ts";
import { type RecordedVia, recordMarkdown } from "../reports/record-message.ts";
import { parseCommand } from "../tracker/answers.ts";
import type { Context } from "./context.ts";
import { atDesk, type Desk, refsOf, standingsOf, stateOf, write } from "./desk.ts";
import { makeAllOwed, owed } from "./owed-writes.ts";
import { reconcile } from "./reconcile.ts";

export type FindingCommand = Exclude<Command, { verb: "close" }>;

/** Who says something elsewhere than in the issue. */
export interface Speaker {
  /** E-mail: signed in on the page, claimed on the command line. */
  email: string;
  /** As the event names them. */
  actor: string;
  via: Exclude<RecordedVia, "box">;
  /** Signed in as auditor or manager by `serve.roles`. */
  isListed?: boolean;
}

export interface Decided {
  audit: string;
  recorded: { ref: string; kind: (Answer | Decision)["kind"]; until: string | null }[];
  /** Why the rest was not, a sentence each. */
  refusals: string[];
  /** How it is taken back, and until when, ISO 8601; `null` = nothing new was said. */
  undo: { source: string; until: string } | null;
}

/** What somebody's words ask for: the same grammar as in the issue. @throws usage error saying what to write instead */
export function understood(words: string, { audit }: { audit: string }): FindingCommand {
  const { command, problem } = parseCommand(words);
  if (!command) throw usageError(problem.replaceAll("/rollcall ", `rollcall decide ${audit} `));
  if (command.verb === "close") throw usageError("an audit is closed, not decided", `rollcall close ${audit}`);
  return command;
}

/**
 * Records an answer or a decision, and says so in the issue, so that the issue alone tells the whole. All of it or nothing where `seen`
 * says what it was decided on. @throws stale error where a finding changed meanwhile
 */
export async function decide(
  context: Context,
  audit: string,
  of: { command: FindingCommand; speaker: Speaker; seen?: ReadonlyMap<string, string> },
): Promise<Decided> {
  return atDesk(context, audit, async (desk) => {
    await reconcile(desk);
    const { command, speaker, seen } = of;
    if (seen) refuseOld(desk, seen);
    const heeded = heed(command, { by: speaker.email, at: context.now, isListed: speaker.isListed ?? false }, stateOf(desk));
    const { refusals } = heeded;
    const isNew = newTo(desk);
    const answers = heeded.answers.filter(({ key, answer }) => isNew({ key, what: answer }));
    const decisions = heeded.decisions.filter(({ key, decision }) => isNew({ key, what: decision }));
    const refs = refsOf(desk);
    let undo: Decided["undo"] = null;
    if (answers.length + decisions.length > 0) {
      const source = `${speaker.via.replace(" ", "-")}:${randomUUID()}`;
      const said = { source, digest: null, answers, decisions, refusals };
      const intend = desk.issue ? recordsOf(desk, { said: saidIn(said), speaker, source }) : [];
      await write(desk, { actor: speaker.actor, events: [{ kind: "said", said }], intend });
      await makeAllOwed(desk);
      undo = { source, until: new Date(Date.parse(context.now) + undoMs).toISOString() };
    }
    const recorded = saidIn(heeded).map(({ key, what }) => ({
      ref: refs.get(key) ?? key,
      kind: what.kind,
      until: "until" in what ? what.until : null,
    }));
    return { audit, recorded, refusals, undo };
  });
}

/** @param seen the version of each finding as whoever speaks saw it, by ref @throws stale error where one is another now */
function refuseOld(desk: Desk, seen: ReadonlyMap<string, string>): void {
  const standings = standingsOf(desk);
  const now = new Map(
    desk.memory.findings.map(({ finding }) => [finding.ref, versionOf(finding, standings.get(finding.key) ?? isOpen)]),
  );
  const changed = [...seen].filter(([ref, version]) => now.get(ref) !== version).map(([ref]) => ref);
  if (changed.length === 0) return;
  const are = changed.length === 1 ? "is not as it was" : "are not as they were";
  throw new RollcallError(
    "stale",
    `${changed.join(", ")} ${are} when you looked: nothing was recorded`,
    "look at what is said now, and decide again",
  );
}

/** How long what was said on the page or the command line may be taken back. */
export const undoMs = 10 * 60_000;

interface SaidOfOne {
  key: string;
  what: Answer | Decision;
}

export function saidIn({ answers, decisions }: Pick<Said, "answers" | "decisions">): SaidOfOne[] {
  return [
    ...answers.map(({ key, answer }) => ({ key, what: answer })),
    ...decisions.map(({ key, decision }) => ({ key, what: decision })),
  ];
}

/** Whoever runs the same command again, not knowing whether it went through, says nothing new: it was the last word on the finding. */
function newTo({ memory }: Desk): (one: SaidOfOne) => boolean {
  const last = new Map<string, Answer | Decision>();
  const standing = lastSaid(memory.events);
  for (const event of memory.events) {
    // Once the platform was looked at again, the same words say something new.
    if (event.kind === "snapshot-taken" || event.kind === "rechecked") last.clear();
    // What was taken back, or said otherwise, was never the last word.
    if (event.kind !== "said" || standing.get(event.said.source) !== event.said) continue;
    for (const { key, what } of saidIn(event.said)) last.set(key, what);
  }
  const words = (what: Answer | Decision | undefined) => what && JSON.stringify({ ...what, at: null });
  return ({ key, what }) => words(last.get(key)) !== words(what);
}

/** One comment for all of which the same is said. */
function recordsOf(desk: Desk, of: { said: readonly SaidOfOne[]; speaker: Speaker; source: string }): Intent[] {
  const { said, speaker, source } = of;
  const who = desk.contacts.get(normalEmail(speaker.email)) ?? null;
  const refs = refsOf(desk);
  const alike = Map.groupBy(said, ({ what }) => JSON.stringify(what));
  return [...alike.values()].flatMap((all, index) => {
    const [first] = all;
    const items = all.map(({ key }) => ({ key, ref: refs.get(key) ?? key }));
    if (!first) return [];
    const body = recordMarkdown({ audit: desk.memory.audit.id, source, items, what: first.what, via: speaker.via }, who);
    return [owed(desk, `say:${source}:${index}`, { do: "say", body })];
  });
}
