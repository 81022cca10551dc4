import type { ApprovalSettings, BranchAccess, BranchProtection, Project, ProjectSetting } from "../model/project.ts";
import type { Scene } from "../model/scene.ts";
import type { Check, Fault, Verdict } from "./check.ts";
import { projectCheck, type Rule } from "./subjects.ts";
import { listed } from "./words.ts";

const controls = ["SOC 2 CC8.1", "ISO 27001 A.5.3", "ISO 27001 A.8.4"];

type Named = Pick<Check, "id" | "title">;

/** A check of one approval setting of each active project: every one is asked for, so that one nobody could look at is unknown. */
export function approvalCheck(
  of: Named & {
    setting: keyof ApprovalSettings;
    /** What is so where it is bad: "authors may approve their own merge requests". */
    says: string;
    /** What to tick, in the words of the page that has it. */
    option: string;
  },
): Check {
  const { id, title, setting, says, option } = of;
  return projectCheck({
    ...common({ id, title }),
    needs: ["projects", "approvals"],
    judge({ approvals }, scene) {
      const found = approvals?.[setting];
      if (!found || found.value === null) return "unknown";
      return found.value ? settingFault(found, { says, option, scene }) : "pass";
    },
  });
}

function common(named: Named): Named & Pick<Rule<Project>, "severity" | "asks" | "controls"> {
  return { ...named, severity: "high", asks: "auditor", controls };
}

function settingFault(
  { inheritedFrom, locked, effective }: ProjectSetting,
  { says, option, scene }: { says: string; option: string; scene: Scene },
): Fault {
  const from = inheritedFrom === null ? "" : `, as inherited from ${inheritedFrom}`;
  const sure = effective ? "" : " by its own setting; what it inherits could not be read";
  const where = locked && inheritedFrom !== null ? `in ${inheritedFrom}` : "in the project";
  const seen = effective ? undefined : scene.facts.approvals?.sources[1];
  return {
    expected: false,
    observed: true,
    message: `${says}${from}${sure}`,
    fixes: [`${where}, under Settings → Merge requests → Approval settings, choose "${option}"`],
    ...(seen === undefined ? {} : { source: seen }),
  };
}

/** What one check of the protection of a default branch finds in it; `null` = nothing is wrong. */
type BranchFault = Pick<Fault, "expected" | "observed" | "message" | "fixes">;

/**
 * A check of the default branch of each active project that has one. An unprotected one fails, whatever the check looks at:
 * everybody with the role Developer may do everything to it.
 */
export function branchCheck(
  of: Named & {
    /** What an unprotected branch lets happen: "everybody with the role Developer or higher may push to it". */
    unprotected: string;
    expected(protection: BranchProtection): Fault["expected"];
    look(protection: BranchProtection): "pass" | "unknown" | BranchFault;
  },
): Check {
  const { id, title, unprotected, expected, look } = of;
  return projectCheck({
    ...common({ id, title }),
    needs: ["projects", "branches"],
    among: ({ branchless }) => branchless === null,
    judge({ protection }, scene): Verdict {
      if (!protection) return "unknown";
      const found: ReturnType<typeof look> =
        protection.rules.length > 0
          ? look(protection)
          : {
              expected: expected(protection),
              observed: "unprotected",
              message: `its default branch ${protection.branch} is not protected: ${unprotected}`,
              fixes: [`protect ${protection.branch} under Settings → Repository → Protected branches`],
            };
      const source = scene.facts.branches?.sources[0];
      return typeof found === "string" ? found : { ...found, ...(source === undefined ? {} : { source }) };
    },
  });
}

/** A branch check of who may do something. Whoever is not expected is named; those nobody could tell about are unknown. */
export function accessCheck(of: Named & { action: "merge" | "push" }): Check {
  const { action } = of;
  const to = `${action} to`;
  return branchCheck({
    id: of.id,
    title: of.title,
    unprotected: `everybody with the role Developer or higher may ${to} it`,
    expected: (protection) => expectedOf(protection[action]),
    look(protection) {
      const access = protection[action];
      if (!access) return "unknown";
      const { unexpected, unsure, who } = access;
      if (unexpected.length === 0) return unsure.length > 0 ? "unknown" : "pass";
      return {
        expected: expectedOf(access),
        observed: who,
        message: `${listed(unexpected)} may ${to} ${protection.branch}${byRules(protection)}`,
        fixes: [
          `take ${listed(unexpected)} out of "Allowed to ${action === "push" ? "push and merge" : "merge"}" ${atRules(protection)}`,
          `if that is right, add whoever may to \`${action}\` in rollcall.yaml`,
        ],
      };
    },
  });
}

function expectedOf(access: BranchAccess | null): string[] | string {
  const { expected = [] } = access ?? {};
  return expected.length > 0 ? expected : "no one";
}

/** " (rules main, release/* of group acme)". */
export function byRules({ rules }: BranchProtection): string {
  return ` (${rules.length === 1 ? "rule" : "rules"} ${rules.map(ruleName).join(", ")})`;
}

/** Where the rules are changed: "of the rule main", "of the rule * in group acme". */
export function atRules({ rules }: BranchProtection): string {
  return `of the ${rules.length === 1 ? "rule" : "rules"} ${listed(rules.map(({ name, inheritedFrom }) => (inheritedFrom ? `${name} in ${inheritedFrom}` : name)))}`;
}

function ruleName({ name, inheritedFrom }: BranchProtection["rules"][number]): string {
  return inheritedFrom ? `${name} of ${inheritedFrom}` : name;
}
