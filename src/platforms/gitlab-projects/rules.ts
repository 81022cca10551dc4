import type { RuleRow } from "./shapes.ts";

export interface CoveringRules {
  /** Every rule that covers the branch. */
  all: RuleRow[];
  /** Those that say who may merge and push, and whether by force. */
  deciding: RuleRow[];
}

/**
 * The rules that cover a branch. An exact name does not win over a wildcard; rules of the group win over the project's own; of those
 * that are left all count (docs.gitlab.com, "Protection rules and permissions").
 */
export function coveringRules(rules: readonly RuleRow[], branch: string): CoveringRules {
  const all = rules.filter(({ name }) => covers(name, branch));
  const inherited = all.filter((rule) => rule.inherited === true);
  return { all, deciding: inherited.length > 0 ? inherited : all };
}

/** Case counts; `*` stands for any text, slashes too. A split instead of a pattern: names are written by strangers. */
export function covers(rule: string, branch: string): boolean {
  const [first = "", ...rest] = rule.split("*");
  const last = rest.pop();
  if (last === undefined) return rule === branch;
  if (!branch.startsWith(first) || !branch.endsWith(last) || branch.length < first.length + last.length) return false;
  let at = first.length;
  const end = branch.length - last.length;
  for (const part of rest) {
    const found = branch.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
