/** Comments and Notes as Rollcall writes them, captured from a run: what people go by is the words, not what is hidden. */

const marker = '<!-- rollcall:step audit="calendly/FY27-Q4" id="ask:x#1" step="ask" -->';

function items(refs: readonly string[]): string {
  return refs
    .map((ref) => `- **${ref}** medium · is called “Bobby”, the roster says otherwise · Bobby · answers: somebody`)
    .join("\n");
}

export function ask(username: string, refs: readonly string[]): string {
  const lead = `@${username}: the access audit Calendly FY27-Q4 has ${refs.length} findings for you to fix or to explain.`;
  const todo = `Answer in this thread, each on a line of its own: \`/rollcall fixed ${refs[0]}\` once it is put right.`;
  return `${marker}\n\n${lead}\n\n${items(refs)}\n\n${todo}\n`;
}

export function escalate(usernames: readonly string[], about: string, refs: readonly string[]): string {
  const to = usernames.map((one) => `@${one}`).join(" and ");
  return `${marker}\n\n${to}: ${about} was asked about 1 finding of the access audit Calendly FY27-Q4, and it is still open.\n\n${items(refs)}\n`;
}

export function decide(username: string, refs: readonly string[]): string {
  const lead = `@${username}: 1 explanation of the access audit Calendly FY27-Q4 waits for your decision.`;
  return `${marker}\n\n${lead}\n\n${items(refs)} · explained by somebody: on-call cover\n\nWrite \`/rollcall accept ${refs[0]} until 2027-03-01: why\`.\n`;
}

export function review(username: string): string {
  return `${marker}\n\n@${username}: everything in the access audit Calendly FY27-Q4 is settled: 2 seen fixed.\n\nOnce you are satisfied, close this issue or write \`/rollcall close\`.\n`;
}

export function unseen(refs: readonly string[]): string {
  return `<!-- rollcall:reply audit="calendly/FY27-Q4" note="1" -->\n\n${refs.join(", ")}: not seen fixed in the listing of 2026-11-24 02:00 UTC, so it is still open. The next recheck looks again.\n`;
}

/** @param findings ref → key */
export function notes(findings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(findings).map(
    ([ref, key]) =>
      `- [ ] **${ref}** low · is called “Bobby” · answers: x · name-mismatch <!-- rollcall:finding key="${key}" ref="${ref}" -->`,
  );
  const start =
    "- [ ] **Reviewed, start asking**: the auditor ticks this, and everybody named below is asked <!-- rollcall:start -->";
  return `## Notes\n\n<!-- rollcall:notes -->\n\n${start}\n\nFixed? Tick its box.\n\n${lines.join("\n")}\n\n<!-- /rollcall:notes -->\n`;
}
