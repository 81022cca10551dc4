import { renderMarkdown } from "../markdown.ts";
import { canComment, canEditNote, canReadNote, canUpdateIssue } from "../permissions.ts";
import type { Issue, Note, ResourceEvent, User } from "../shapes.ts";
import { knownUser, projectOf, type World } from "../state.ts";
import { type Html, html, raw } from "./html.ts";
import { page } from "./layout.ts";

interface View {
  world: World;
  issue: Issue;
  /** Null on a public project without a session. */
  user: User | null;
  nonce: string;
}

/** The issue as a person reads it in a browser. */
export function issuePage(view: View): string {
  const { world, issue, user } = view;
  const project = projectOf(world, issue);
  const body = html`<main class="issue">
<div class="top">
${stateBadge(issue)}${issue.confidential && html`<span class="badge confidential">Confidential</span>`}${issue.discussionLocked && html`<span class="badge locked">Locked</span>`}
<span class="soft">#${issue.iid} created ${when(issue.createdAt)} by ${person(world, issue.authorId)}</span>
<h1>${issue.title}</h1><p id="said" role="status"></p>${movedTo(world, issue)}
</div>
<section>
<div class="md">${markdown(view, { source: issue.description ?? "", note: null })}</div>
<h2>Activity</h2>
${activity(view)}
${user !== null && canComment(world, issue, user) && commentForm(view)}
</section>
${sidebar(view)}
</main>`;
  const crumbs = html`<a href="/${project.path}/-/issues">${project.path}</a> / #${issue.iid}`;
  return page({
    title: `${issue.title} (#${issue.iid})`,
    crumbs,
    viewer: user === null ? "nobody" : `@${user.username}`,
    body,
    nonce: view.nonce,
  });
}

export function stateBadge(issue: Issue): Html {
  return html`<span class="badge ${issue.state}">${issue.state === "opened" ? "Open" : "Closed"}</span>`;
}

/** Without the host: forms must go where the page came from, whatever name it was asked by. */
function pathOf(world: World, issue: Issue): string {
  return `/${projectOf(world, issue).path}/-/issues/${issue.iid}`;
}

function movedTo(world: World, issue: Issue): Html | null {
  const target = world.projects.flatMap((project) => project.issues).find((each) => each.id === issue.movedToId);
  return target === undefined
    ? null
    : html`<p>This issue was moved to <a href="${pathOf(world, target)}">${projectOf(world, target).path}#${target.iid}</a>.</p>`;
}

function sidebar({ world, issue }: View): Html {
  const labels = projectOf(world, issue).labels.filter((label) => issue.labels.includes(label.name));
  const done = issue.closedAt === null ? null : html`<dt>Closed</dt><dd>${when(issue.closedAt)}</dd>`;
  return html`<aside><dl>
<dt>Assignee</dt><dd>${issue.assigneeIds.length === 0 ? "None" : issue.assigneeIds.map((id) => person(world, id))}</dd>
<dt>Labels</dt><dd>${labels.length === 0 ? "None" : labels.map((label) => html`<span class="label" style="background: ${colour(label.color)}">${label.name}</span>`)}</dd>
<dt>Due date</dt><dd>${issue.dueDate ?? "None"}</dd>
<dt>Confidentiality</dt><dd>${issue.confidential ? "Confidential" : "Not confidential"}</dd>${done}
</dl></aside>`;
}

function colour(text: string): string {
  return /^#[0-9a-f]{3,8}$/i.test(text) ? text : "#666";
}

function activity(view: View): Html[] {
  const { world, issue, user } = view;
  const visible = issue.notes.filter((note) => canReadNote(world, issue, { note, user }));
  const threads = [...Map.groupBy(visible, (note) => note.discussionId).values()];
  const entries: { at: string; shown: Html }[] = [
    ...threads.map((notes) => ({ at: notes[0]?.createdAt ?? "", shown: thread(view, notes) })),
    ...issue.events.map((event) => ({ at: event.createdAt, shown: eventLine(world, event) })),
  ];
  return entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map((entry) => entry.shown);
}

function eventLine(world: World, event: ResourceEvent): Html {
  const said =
    event.kind === "state" ? event.action : `${event.action === "add" ? "added" : "removed"} ${event.label ?? ""} label`;
  return html`<div class="system soft">${person(world, event.userId)} ${said} ${when(event.createdAt)}</div>`;
}

function thread(view: View, notes: Note[]): Html {
  const first = notes[0];
  if (first?.system) {
    const said = markdown(view, { source: first.body, note: first });
    return html`<div class="system soft">${person(view.world, first.authorId)} ${said} ${when(first.createdAt)}</div>`;
  }
  const reply = view.user !== null && canComment(view.world, view.issue, view.user) && replyForm(view, first);
  return html`<div class="thread">${notes.map((note) => comment(view, note))}${reply}</div>`;
}

function comment(view: View, note: Note): Html {
  const awards = [...Map.groupBy(note.awards, (award) => award.name)].map(
    ([name, each]) => html`<span class="soft">:${name}: ${each.length} </span>`,
  );
  return html`<article id="note_${note.id}">
<p class="soft">${person(view.world, note.authorId)} ${when(note.createdAt)}${note.internal && " · internal note"}${note.editedAt !== null && " · edited"}</p>
<div class="md">${markdown(view, { source: note.body, note })}</div>${awards}</article>`;
}

function replyForm({ world, issue }: View, first: Note | undefined): Html {
  return html`<article><details><summary class="soft">Reply</summary><form method="post" action="${pathOf(world, issue)}/reply">
<input type="hidden" name="discussion_id" value="${first?.discussionId}"><textarea name="body" required aria-label="Reply"></textarea><button>Reply</button></form></details></article>`;
}

function commentForm({ world, issue, user }: View): Html {
  const may = user !== null && canUpdateIssue(world, issue, user);
  const verb = issue.state === "opened" ? "close" : "reopen";
  const state =
    may &&
    html`<form method="post" action="${pathOf(world, issue)}/${verb}"><button>${verb === "close" ? "Close" : "Reopen"} issue</button></form>`;
  return html`<form method="post" action="${pathOf(world, issue)}/comment"><textarea name="body" required aria-label="Comment" placeholder="Write a comment"></textarea><button>Comment</button></form>${state}`;
}

function markdown({ world, issue, user }: View, { source, note }: { source: string; note: Note | null }): Html {
  const tickable =
    user !== null && (note === null ? canUpdateIssue(world, issue, user) : canEditNote(world, issue, { note, user }));
  const rendered = renderMarkdown(source, { uploadsBase: `/-/project/${issue.projectId}`, tickable, noteId: note?.id ?? null });
  return raw(rendered);
}

function person(world: World, id: number): Html {
  const user = knownUser(world, id);
  return html`<span title="@${user.username}">${user.name}</span> `;
}

function when(time: string): Html {
  return html`<time datetime="${time}">${time.slice(0, 16).replace("T", " ")} UTC</time>`;
}
