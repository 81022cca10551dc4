import { usageError } from "../model/errors.ts";
import { didYouMean } from "./did-you-mean.ts";

/** What an audit's id is made of; the reverse of `system/period`. */
export function auditParts(audit: string): { system: string; period: string } {
  const slash = audit.lastIndexOf("/");
  return { system: audit.slice(0, slash), period: audit.slice(slash + 1) };
}

/**
 * The id of the audit a user names: `zendesk-global` is the one of this period, `zendesk-global/FY27-Q4` says which.
 * @throws usage error where no system is called so, or the period is none
 */
export function auditNamed(name: string, of: { systems: readonly string[]; period: string }): string {
  const slash = name.lastIndexOf("/");
  const [system, period] = slash < 0 ? [name, of.period] : [name.slice(0, slash), name.slice(slash + 1).toUpperCase()];
  if (!of.systems.includes(system)) {
    const near = didYouMean(system, of.systems);
    throw usageError(
      `there is no system "${system}" in rollcall.yaml`,
      near ? `did you mean ${near}?` : `it has: ${of.systems.join(", ")}`,
    );
  }
  if (!/^FY\d{2}-Q[1-4]$/.test(period)) throw usageError(`"${period}" is no period`, `write it as ${system}/${of.period}`);
  return `${system}/${period}`;
}
