import type { Issue, Project } from "./shapes.ts";
import { issueByIid, projectByPath, type World } from "./state.ts";
import { referenceText } from "./text.ts";

export interface FoundReference {
  kind: "issue" | "merge_request" | "label" | "milestone" | "snippet" | "epic" | "alert" | "emoji";
  text: string;
  /** The issue it names, where it names one that is here. */
  issue: Issue | null;
  resolved: boolean;
}

const MENTION = /(?<!\w)@([a-zA-Z0-9_.](?:[\w.-]*[\w])?(?:\/[a-zA-Z0-9_.](?:[\w.-]*[\w])?)*)/g;
const PATH = String.raw`((?:[\w.-]+\/)*[\w.-]+)?`;
const ISSUE = new RegExp(`${PATH}(?<![&^\\w]alert)#(\\d+)(?!\\w)`, "g");
const LABEL = /(?<!\w)~("[^"\n]+"|[A-Za-z0-9_\-?.&:]*[A-Za-z0-9_])/g;
const OTHERS: [FoundReference["kind"], RegExp][] = [
  ["merge_request", /!(\d+)(?!\w)/g],
  ["milestone", /(?<![:\w])%("[^"\n]+"|\d+(?!\w)|[\w.-]+)/g],
  ["snippet", /\$(\d+)(?!\w)/g],
  ["epic", /&(\d+)(?![\w;])/g],
  ["alert", /\^alert#(\d+)/g],
  ["emoji", /(?<!\w):[a-z0-9_+-]+:/g],
];

/** Names after a live `@` in a Markdown text: users, groups or `all`, as written, each once. */
export function mentionsIn(source: string): string[] {
  return mentionsOf(referenceText(source));
}

/** A title is no Markdown: a backslash in it escapes nothing. */
export function mentionsInTitle(title: string): string[] {
  return mentionsOf([title]);
}

function mentionsOf(runs: string[]): string[] {
  const names = runs.flatMap((run) => [...run.matchAll(MENTION)].map((match) => match[1] ?? ""));
  return [...new Set(names)];
}

/** Every other live reference of a Markdown text in that project. */
export function referencesIn(world: World, project: Project, source: string): FoundReference[] {
  const found = referenceText(source).flatMap((run) => [
    ...[...run.matchAll(ISSUE)].map((match) => issueReference(world, project, match)),
    ...[...run.matchAll(LABEL)].map((match) => labelReference(project, match)),
    ...OTHERS.flatMap(([kind, pattern]) =>
      [...run.matchAll(pattern)].map((match) => ({ kind, text: match[0], issue: null, resolved: false })),
    ),
  ]);
  return [...found, ...addressesIn(world, source)];
}

function issueReference(world: World, project: Project, [text, path, iid]: RegExpExecArray): FoundReference {
  const where = path === undefined ? project : (projectByPath(world, path) ?? projectByPath(world, sibling(project, path)));
  const issue = (where && issueByIid(where, Number(iid))) ?? null;
  return { kind: "issue", text, issue, resolved: issue !== null };
}

/** `audits#1` beside `acme/support-ops/…` is `acme/support-ops/audits#1`. */
function sibling(project: Project, name: string): string {
  return `${project.path.slice(0, project.path.lastIndexOf("/") + 1)}${name}`;
}

function labelReference(project: Project, [text, name = ""]: RegExpExecArray): FoundReference {
  const wanted = name.replace(/^"|"$/g, "");
  const resolved = project.labels.some((label) => label.name === wanted || String(label.id) === wanted);
  return { kind: "label", text, issue: null, resolved };
}

/** The address of an issue is a reference too, also where it was made a link of. */
function addressesIn(world: World, source: string): FoundReference[] {
  if (world.url === "" || !source.includes(world.url)) return [];
  const pattern = new RegExp(`${world.url.replaceAll(".", "\\.")}/([\\w./-]+?)/-/(?:issues|work_items)/(\\d+)`, "g");
  return [...source.matchAll(pattern)].map(([text, path = "", iid]) => {
    const project = projectByPath(world, path);
    const issue = (project && issueByIid(project, Number(iid))) ?? null;
    return { kind: "issue", text, issue, resolved: issue !== null };
  });
}
