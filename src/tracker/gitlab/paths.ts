/** Where an issue is: by the project's number, which stays when it is renamed (a former path takes no writes). */
export interface IssueRef {
  project: string;
  iid: number;
}

/** Below `/api/v4`. @param project path or number */
export function projectPath(project: string): string {
  return `projects/${encodeURIComponent(project)}`;
}

/** Below `/api/v4`. */
export function issuePath({ project, iid }: IssueRef): string {
  return `${projectPath(project)}/issues/${iid}`;
}
