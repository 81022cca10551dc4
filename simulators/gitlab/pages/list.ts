import { canReadIssue } from "../permissions.ts";
import type { Project, User } from "../shapes.ts";
import { knownUser, type World } from "../state.ts";
import { html } from "./html.ts";
import { stateBadge } from "./issue.ts";
import { page } from "./layout.ts";

/** Issues of a project, newest first, as far as the reader may see them. */
export function listPage({
  world,
  project,
  user,
  nonce,
}: {
  world: World;
  project: Project;
  user: User | null;
  nonce: string;
}): string {
  const rows = project.issues
    .filter((issue) => canReadIssue(world, issue, user))
    .toReversed()
    .map(
      (issue) => html`<tr><td>${stateBadge(issue)}</td><td><a href="/${project.path}/-/issues/${issue.iid}">${issue.title}</a>
<div class="soft">#${issue.iid} · ${issue.labels.join(", ")}${issue.confidential && " · confidential"} · ${knownUser(world, issue.authorId).name}</div></td><td class="soft">${issue.dueDate}</td></tr>`,
    );
  const body = html`<main><h1>Issues</h1><table class="list">${rows.length === 0 ? html`<tr><td>There are no issues to show</td></tr>` : rows}</table></main>`;
  const crumbs = html`<a href="/${project.path}/-/issues">${project.path}</a>`;
  return page({ title: `Issues · ${project.path}`, crumbs, viewer: user === null ? "nobody" : `@${user.username}`, body, nonce });
}
