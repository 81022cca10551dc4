// Prints the seconds all checks take over 100,000 accounts: a full agent in ten, ten groups each, a roster as large, 1,000 tokens.
import { runChecks } from "../src/checks/run.ts";
import { account, credential, group, lightAccount, person, scene } from "../src/core/testing/scene.ts";

const size = 100_000;
const idAt = (index: number) => String(360_000_000_000 + index);
const emailAt = (index: number) => `agent.${index}@acme.test`;
const groups = Array.from({ length: 10 }, (_, index) => group(String(index), `Group ${index}`));
const range = (length: number) => Array.from({ length }, (_, index) => index);

/** Most are in order; some of every kind are not. */
function accountAt(index: number) {
  const own = { id: idAt(index), name: `Agent ${index}`, email: emailAt(index), grants: groups };
  if (index % 10 !== 0) return lightAccount({ ...own, suspended: index % 1001 === 0 });
  const role = { id: "1", name: index % 50 === 0 ? "Manager" : "Staff", known: true };
  return account({ ...own, role, mfa: index % 70 !== 0, lastSignIn: index % 90 === 0 ? "never" : "2026-11-01T00:00:00Z" });
}

function personAt(index: number) {
  const entry = { id: idAt(index), groups: groups.map(({ entitlement }) => entitlement.name ?? ""), role: "Staff" };
  return person({ name: `Agent ${index}`, email: emailAt(index) }, entry);
}

const large = scene({
  people: range(size / 10).map((index) => personAt(index * 10)),
  accounts: range(size).map(accountAt),
  credentials: range(1000).map((index) =>
    credential({ id: `api-token:${index}`, name: `Agent ${index * 10} - https://gitlab.test/requests/${index} - 2027-03-01` }),
  ),
});

const started = performance.now();
const { findings } = runChecks(large, { settings: {}, exemptions: [] });
process.stdout.write(String((performance.now() - started) / 1000));
process.stderr.write(`  ${findings.length} findings\n`);
