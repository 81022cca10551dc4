import { indexPeople } from "../core/people.ts";
import { normalEmail } from "../model/identity.ts";
import type { Scene, ServiceAccount } from "../model/scene.ts";
import { perScene } from "./per-scene.ts";
import { accountCheck, isService } from "./subjects.ts";

export const serviceAccountUnowned = accountCheck({
  id: "service-account-unowned",
  title: "Service account without an owner",
  severity: "medium",
  asks: "auditor",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.16", "PCI DSS 7.2.5", "PCI DSS 8.6.1"],
  needs: ["accounts"],
  among: isService,
  judge({ account }, scene) {
    const entry = entries(scene).get(account.id);
    const wrong = wrongWith(entry, scene);
    if (wrong === null) return "pass";
    return {
      expected: "an owner in service_accounts",
      observed: entry?.owner ?? null,
      message: `is a service account, and ${wrong}`,
      fixes: [
        `name an owner of the team for account ${account.id} under service_accounts in rollcall.yaml`,
        `if nobody needs it, remove its access in ${scene.name}`,
      ],
    };
  },
});

/** What is missing for somebody to answer for it; `null` where nothing is. */
function wrongWith(entry: ServiceAccount | undefined, scene: Scene): string | null {
  if (!entry) return "no entry of service_accounts names it";
  if (!entry.owner) return "its entry in service_accounts names no owner";
  if (entry.until !== null && entry.until < scene.today) return `its entry in service_accounts ended on ${entry.until}`;
  const owner = owners(scene).get(normalEmail(entry.owner));
  if (!owner) return `its owner ${entry.owner} is nobody in the roster`;
  return owner === "left" ? `its owner ${entry.owner} has left` : null;
}

const entries = perScene((scene) => new Map(scene.serviceAccounts.map((entry) => [entry.account, entry])));

/** Who may own one: people of the roster, the auditor and the ops manager, who may stand outside it. */
const owners = perScene((scene) => {
  const left = new Set(scene.matching.people.filter((one) => one.left).map(({ person }) => person));
  const owners = new Map<string, "here" | "left">();
  for (const { email } of [scene.auditor, scene.opsManager]) owners.set(normalEmail(email), "here");
  for (const [email, person] of indexPeople(scene.roster.people).byEmail) owners.set(email, left.has(person) ? "left" : "here");
  return owners;
});
