import type { Finding } from "../../model/finding.ts";
import type { Scene } from "../../model/scene.ts";

/** What the tables of one audit are made from. */
export interface Seen {
  scene: Scene;
  /** End of a finding's key → refs: `account:17`, `account:17+resource:71`. */
  refs: ReadonlyMap<string, string[]>;
  findings: readonly Finding[];
}

export function refsBySubject(findings: readonly Finding[]): Map<string, string[]> {
  const refs = new Map<string, string[]>();
  for (const { key, ref } of findings) {
    const subject = key.split("/").slice(2).join("/");
    refs.set(subject, [...(refs.get(subject) ?? []), ref]);
  }
  return refs;
}
