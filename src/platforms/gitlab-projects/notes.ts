import type { Finding } from "../../model/finding.ts";
import type { ApprovalSettings, BranchAccess, Project, ProjectSetting } from "../../model/project.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { Scene } from "../../model/scene.ts";
import { type Refs, refsBySubject, refsText } from "../finding-refs.ts";

/** The tables of the audit of projects: approval settings, protection of default branches, and what was skipped. */
export function gitlabProjectsNotes({ projects }: Scene, findings: readonly Finding[]): Table[] {
  const refs = refsBySubject(findings);
  const sorted = [...projects].sort((a, b) => (a.name < b.name ? -1 : 1));
  const active = sorted.filter(({ state }) => state === "active");
  return [
    {
      id: "approval-settings",
      title: "Approval settings",
      columns: ["Project", ...settings.map(([, title]) => title), "Findings"],
      rows: active.map((project) => approvalCells(project, refs)),
    },
    {
      id: "default-branches",
      title: "Protection of default branches",
      columns: ["Project", "Branch", "Rules", "May merge", "May push", "Force push", "Code owners", "Findings"],
      rows: active.map((project) => branchCells(project, refs)),
    },
    {
      id: "skipped-projects",
      title: "Skipped projects",
      columns: ["Project", "Why"],
      rows: sorted.filter(({ state }) => state !== "active").map((project) => [project.name, whySkipped(project)]),
    },
  ];
}

const settings: [keyof ApprovalSettings, string][] = [
  ["authorMayApprove", "Authors do not approve"],
  ["committersMayApprove", "Committers do not approve"],
  ["mayOverride", "Rules not overridden"],
  ["keptOnPush", "Approvals removed on push"],
];

function approvalCells({ id, name, approvals }: Project, refs: Refs): Cell[] {
  const cells = settings.map(([key]) => (approvals ? settingCell(approvals[key]) : "not read"));
  return [name, ...cells, refsText(refs, `resource:${id}`)];
}

/** "good, from group acme"; "bad (own setting only)". */
function settingCell({ value, inheritedFrom, effective }: ProjectSetting): string {
  if (value === null) return "unknown";
  const judged = value ? "bad" : "good";
  if (!effective) return `${judged} (own setting only)`;
  return inheritedFrom === null ? judged : `${judged}, from ${inheritedFrom}`;
}

function branchCells({ id, name, branchless, protection }: Project, refs: Refs): Cell[] {
  const found = refsText(refs, `resource:${id}`);
  if (branchless !== null) return [name, null, branchless, null, null, null, null, found];
  if (!protection) return [name, null, "not read", null, null, null, null, found];
  const { branch, rules, merge, push, forcePush, codeOwnerApproval } = protection;
  if (rules.length === 0) return [name, branch, "unprotected", "Developers", "Developers", "allowed", "not asked", found];
  return [
    name,
    branch,
    rules.map((rule) => (rule.inheritedFrom === null ? rule.name : `${rule.name} (${rule.inheritedFrom})`)).join(", "),
    accessCell(merge),
    accessCell(push),
    flagCell(forcePush, "allowed", "no"),
    flagCell(codeOwnerApproval, "required", "not asked"),
    found,
  ];
}

function accessCell(access: BranchAccess | null): string {
  if (!access) return "unknown";
  return access.who.join(", ") || "no one";
}

function flagCell(flag: boolean | null, yes: string, no: string): string {
  return flag === null ? "unknown" : flag ? yes : no;
}

function whySkipped({ state, deletedOn }: Project): string {
  if (state === "archived") return "archived";
  return deletedOn === null ? "marked for deletion" : `marked for deletion, on ${deletedOn}`;
}
