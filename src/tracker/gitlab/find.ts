import { configurationError, RollcallError } from "../../model/errors.ts";
import { auditIdsOf, isIssueOf } from "../notes-block.ts";
import type { IssueRef } from "./paths.ts";
import { rollcallLabel, type Session } from "./session.ts";
import type { GitlabIssue } from "./shapes.ts";

/** A move after a move after a move: nobody does more. */
const mostMoves = 10;

export interface FoundIssue {
  issue: GitlabIssue;
  /** Other open issues of the same audit. */
  others: GitlabIssue[];
}

export function refOf(issue: GitlabIssue): IssueRef {
  return { project: issue.project_id, iid: issue.iid };
}

/**
 * The issue of an audit: the open one with the lowest iid; else where a moved one went; else the one a person closed. `null`
 * where there is none, or only one that was deleted after a move.
 * @throws configuration error where it was moved to a project this token cannot see
 */
export async function findIssue(session: Session, auditId: string, signal: AbortSignal): Promise<FoundIssue | null> {
  return among(await issuesOf(session, auditId, signal), { session, signal });
}

/**
 * Every audit with an open issue here, or where one was moved to. One that went where this token cannot see is left out: nobody
 * could read it anyway.
 */
export async function openAudits(session: Session, signal: AbortSignal): Promise<{ auditId: string; issue: GitlabIssue }[]> {
  const project = await session.project(signal);
  const labelled = await session.api.issues(project.id, { label: rollcallLabel, signal });
  const marked = labelled.flatMap((issue) => auditIdsOf(issue.description).map((auditId) => ({ auditId, issue })));
  const open: { auditId: string; issue: GitlabIssue }[] = [];
  for (const [auditId, rows] of Map.groupBy(marked, (row) => row.auditId)) {
    const issues = rows.map(({ issue }) => issue).sort((a, b) => a.iid - b.iid);
    const found = await among(issues, { session, signal }).catch(unlessUnseen);
    if (found && isOpen(found.issue)) open.push({ auditId, issue: found.issue });
  }
  return open;
}

/** @param all of one audit, by iid */
async function among(
  all: readonly GitlabIssue[],
  { session, signal }: { session: Session; signal: AbortSignal },
): Promise<FoundIssue | null> {
  const [issue, ...others] = all.filter(isOpen);
  if (issue) return { issue, others };
  const here = all.filter((closed) => !closed.moved_to_id);
  const gone = await Promise.all(all.filter((closed) => closed.moved_to_id).map((closed) => follow(session, closed, signal)));
  const rest = [...gone.filter((moved) => moved !== null), ...here];
  const found = rest.find(isOpen) ?? rest[0];
  return found ? { issue: found, others: [] } : null;
}

function unlessUnseen(error: unknown): null {
  if (error instanceof RollcallError && error.actor === "configuration") return null;
  throw error;
}

/** All issues of the project with the audit's marker, in any state, by iid. */
export async function issuesOf(session: Session, auditId: string, signal: AbortSignal): Promise<GitlabIssue[]> {
  const project = await session.project(signal);
  const labelled = await session.api.issues(project.id, { label: rollcallLabel, signal });
  return labelled.filter((issue) => isIssueOf(issue.description, auditId)).sort((a, b) => a.iid - b.iid);
}

export function isOpen(issue: GitlabIssue): boolean {
  return issue.state === "opened";
}

async function follow(session: Session, issue: GitlabIssue, signal: AbortSignal): Promise<GitlabIssue | null> {
  let at: GitlabIssue | null = issue;
  for (let moves = 0; at?.moved_to_id && moves < mostMoves; moves += 1) at = await movedTo(session, at, signal);
  return at;
}

/** GitLab gives the new issue's number over all projects only; where it is stands in the old one's activity. */
async function movedTo({ api }: Session, issue: GitlabIssue, signal: AbortSignal): Promise<GitlabIssue | null> {
  for await (const page of api.notes(refOf(issue), { only: "activity", signal })) {
    for (const note of page) {
      const said = note.system ? /^moved to (\S+)#(\d+)$/.exec(note.body.trim()) : null;
      if (!said) continue;
      const path = said[1]?.includes("/") ? said[1] : await sibling(issue, said[1] ?? "");
      const project = await api.project(path, signal);
      if (!project) throw unseen(issue, `${path}#${said[2]}`);
      const moved = await api.issue({ project: project.id, iid: Number(said[2]) }, signal);
      return moved?.id === issue.moved_to_id ? moved : null;
    }
  }
  throw unseen(issue, "another project");

  /** A project of the same namespace is named without it. */
  async function sibling(from: GitlabIssue, name: string): Promise<string> {
    const path = (await api.project(from.project_id, signal))?.path_with_namespace ?? "";
    return path.slice(0, path.lastIndexOf("/") + 1) + name;
  }
}

function unseen(issue: GitlabIssue, where: string): Error {
  return configurationError(
    `GitLab: issue #${issue.iid} was moved to ${where}, which this token cannot see`,
    `give the token's user access there, or take the label ${rollcallLabel} off #${issue.iid} to begin a new issue`,
  );
}
