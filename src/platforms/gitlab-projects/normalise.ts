import type { Observed } from "../../model/account.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { ApprovalSettings, BranchProtection, Project, ProjectSetting } from "../../model/project.ts";
import type { KeptRows, Row, Source } from "../../model/source.ts";
import { accessOf } from "./access.ts";
import { type Names, namesIn } from "./names.ts";
import { isBad, polarities } from "./polarity.ts";
import { branchlessReason, deletionDay, stateOf } from "./project-state.ts";
import { coveringRules } from "./rules.ts";
import type { GitlabProjectsSettings } from "./settings.ts";
import type { ApprovalSettingRow, ApprovalsRow, ProjectRow, RuleRow, RulesRow } from "./shapes.ts";

/** Kept rows → projects with their settings. There are no accounts here. */
export function normaliseGitlabProjects(rows: KeptRows, system: SystemConfig): Observed {
  const settings = system.settings as GitlabProjectsSettings;
  const all = {
    own: byId<ApprovalsRow>(rows.of("approvals")),
    effective: byId<ApprovalSettingRow>(rows.of("approval-settings")),
    rules: byId<RulesRow>(rows.of("protected-branches")),
  };
  const names = namesIn(rows, settings);
  const projects: Project[] = [];
  for (const row of rows.of("projects")) {
    const project = row as unknown as ProjectRow;
    const { id, path_with_namespace: name, web_url } = project;
    const branchless = branchlessReason(project);
    projects.push({
      id,
      name,
      url: web_url ?? null,
      state: stateOf(project),
      deletedOn: deletionDay(project)?.slice(0, 10) ?? null,
      approvals: approvalsOf(name, { own: all.own.get(id), effective: all.effective.get(id) }),
      branchless,
      protection: branchless === null ? protectionOf(project, all.rules.get(id)?.rules, { settings, names }) : null,
    });
  }
  return { accounts: [], credentials: [], projects };
}

function byId<T>(rows: Iterable<Row>): Map<string, T> {
  return new Map(Array.from(rows, (row) => [row.id, row as unknown as T]));
}

interface Endpoints {
  own: ApprovalsRow | undefined;
  effective: ApprovalSettingRow | undefined;
}

/** `null` where neither endpoint was read. */
function approvalsOf(name: string, of: Endpoints): ApprovalSettings | null {
  if (!of.own && !of.effective) return null;
  const setting = (key: keyof ApprovalSettings) => settingOf(key, name, of);
  return {
    authorMayApprove: setting("authorMayApprove"),
    committersMayApprove: setting("committersMayApprove"),
    mayOverride: setting("mayOverride"),
    keptOnPush: setting("keptOnPush"),
  };
}

/**
 * The two endpoints may disagree: `approvals` gives the project's own setting, whatever its group enforces
 * (gitlab-org/gitlab issues 457511 and 491219); the other gives what counts. So that decides, and the project's own where it is silent.
 */
function settingOf(key: keyof ApprovalSettings, project: string, { own, effective }: Endpoints): ProjectSetting {
  const { effective: counts, own: ownField } = polarities[key];
  const told = effective?.[counts.name as keyof ApprovalSettingRow];
  const value = isBad(counts, told?.value);
  if (value !== null) {
    return { value, inheritedFrom: sourceName(told?.inherited_from, project), locked: told?.locked === true, effective: true };
  }
  const ownValue = isBad(ownField, own?.[ownField.name as keyof ApprovalsRow]);
  return { value: ownValue, inheritedFrom: null, locked: false, effective: false };
}

/** Only a top-level group can set what its projects inherit. */
function sourceName(from: string | null | undefined, project: string): string | null {
  if (!from) return null;
  if (from === "group") return topGroup(project);
  return from === "instance" ? "the GitLab instance" : from;
}

function topGroup(project: string): string {
  return `group ${project.split("/", 1)[0]}`;
}

function protectionOf(
  project: ProjectRow,
  rules: readonly RuleRow[] | undefined,
  { settings, names }: { settings: GitlabProjectsSettings; names: Names },
): BranchProtection | null {
  const branch = project.default_branch;
  if (!rules || !branch) return null;
  const { all, deciding } = coveringRules(rules, branch);
  return {
    branch,
    rules: deciding.map(({ name, inherited }) => ({
      name,
      inheritedFrom: inherited === true ? topGroup(project.path_with_namespace) : null,
    })),
    merge: accessOf(deciding, { action: "merge", expected: settings.merge, names }),
    push: accessOf(deciding, { action: "push", expected: settings.push, names }),
    forcePush: anyTrue(deciding.map((rule) => rule.allow_force_push)),
    // One rule that asks for it is enough, wherever it stands.
    codeOwnerApproval: anyTrue(all.map((rule) => rule.code_owner_approval_required)),
  };
}

/** GitLab treats a null as false (REST API, "Null vs. false"); where it is left out altogether, nobody knows. */
function anyTrue(flags: readonly (boolean | null | undefined)[]): boolean | null {
  if (flags.some((flag) => flag === true)) return true;
  return flags.some((flag) => flag === undefined) ? null : false;
}

/** Without the list of projects nothing that was read says anything: a refused or broken one alone makes the audit a failed one. */
export function settleGitlabProjects(sources: Source[]): Source[] {
  const projects = sources.find(({ name }) => name === "projects");
  if (!projects || projects.status === "complete") return sources;
  const { status, refused } = projects;
  return sources.map((source) => {
    if (source.status !== "complete") return source;
    return { ...source, status, rows: 0, sha256: null, reason: "without the list of projects it says nothing", refused };
  });
}
