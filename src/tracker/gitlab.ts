import type { GitlabTrackerConfig } from "../model/config.ts";
import { refsOf } from "./audit-notes.ts";
import type { GitlabDeps } from "./gitlab/api.ts";
import { auditIssue } from "./gitlab/audit-issue.ts";
import { closeDuplicate, createIssue } from "./gitlab/create.ts";
import { earlierNotes } from "./gitlab/earlier.ts";
import { type FoundIssue, findIssue, openAudits } from "./gitlab/find.ts";
import { absenteesOf } from "./gitlab/members.ts";
import { probeGitlab } from "./gitlab/probe.ts";
import type { Publication } from "./gitlab/publication.ts";
import { openSession, type Session } from "./gitlab/session.ts";
import { updateIssue } from "./gitlab/update.ts";
import type { Published, TrackedIssue, Tracker } from "./tracker.ts";

/** The audit issue in a GitLab project. The issue itself is the only memory: found by its marker, read back from its text. */
export function gitlabTracker(config: GitlabTrackerConfig, deps: GitlabDeps): Tracker {
  const session = openSession(config, deps);
  return {
    name: session.name,
    probe: (signal) => probeGitlab(session, signal),
    find: (auditId, signal) => tracked(session, auditId, signal),
    absentees: (contacts, signal) => absenteesOf(session, contacts, signal),
    issue: async (auditId, signal) => {
      const found = await findIssue(session, auditId, signal);
      return found && auditIssue(session, found.issue, auditId);
    },
    audits: async (signal) =>
      (await openAudits(session, signal)).map(({ auditId, issue }) => ({
        auditId,
        link: { url: issue.web_url, iid: issue.iid },
      })),
    publish: (draft, options, signal) => publish({ session, draft, options, signal, warnings: [], planned: [] }),
  };
}

async function tracked(session: Session, auditId: string, signal: AbortSignal): Promise<TrackedIssue | null> {
  const found = await findIssue(session, auditId, signal);
  if (!found) return null;
  const { issue } = found;
  const { text } = await earlierNotes(session, issue, { auditId, signal });
  const state = issue.state === "closed" ? "closed" : "opened";
  return { link: { url: issue.web_url, iid: issue.iid }, refs: refsOf(text), state };
}

async function publish(on: Publication): Promise<Published> {
  const found = await findIssue(on.session, on.draft.auditId, on.signal);
  if (!found) return createIssue(on);
  const result = await updateIssue(on, found.issue);
  if (!result) return createIssue(on);
  await settleOthers(on, found);
  return result;
}

/** A run that died between opening its issue and looking for another one left two: ours is closed, another's is told. */
async function settleOthers(on: Publication, { issue, others }: FoundIssue): Promise<void> {
  if (others.length === 0) return;
  const me = await on.session.me(on.signal);
  for (const other of others) {
    if (other.author?.id === me.id) await closeDuplicate(on, other, issue);
    else on.warnings.push(`#${other.iid} is open beside #${issue.iid} for ${on.draft.auditId}: close one of them`);
  }
}
