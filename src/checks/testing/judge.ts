import { type SceneParts, scene } from "../../core/testing/scene.ts";
import type { CheckResult, Finding } from "../../model/finding.ts";
import type { CheckSettings } from "../check.ts";
import { runChecks } from "../run.ts";

export interface Judged {
  result: CheckResult;
  /** Ends of the findings' keys: `account:1`. */
  subjects: string[];
  findings: Finding[];
}

/** What one check says of a scene made of these parts. Fails where the check is not listed there. */
export function judge(id: string, parts: SceneParts = {}, settings: CheckSettings = {}): Judged {
  const run = runChecks(scene(parts), { settings, exemptions: [] });
  const result = run.checks.find((check) => check.id === id);
  if (!result) throw new Error(`${id} is not listed`);
  const findings = run.findings.filter(({ check }) => check === id);
  return { result, findings, subjects: findings.map(({ key }) => key.split("/").slice(2).join("/")) };
}
