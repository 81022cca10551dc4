import { peopleOf } from "../core/people.ts";
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

const entries = perScene((scene) => new Map(scene.serviceAccounts.map((entry) => [entry.account, entry])));

/** What is missing for somebody to answer for it; `null` where nothing is. */
function wrongWith(entry: ServiceAccount | undefined, scene: Scene): string | null {
  if (!entry) return "no entry of service_accounts names it";
  if (!entry.owner) return "its entry in service_accounts names no owner";
  if (entry.until !== null && entry.until < scene.today) return `its entry in service_accounts ended on ${entry.until}`;
  return wrongOwner(entry.owner, scene);
}

/** An owner is somebody of the roster who is here; the auditor and the ops manager may stand outside it. */
function wrongOwner(owner: string, { roster, today, auditor, opsManager }: Scene): string | null {
  const person = peopleOf(roster).byEmail.get(normalEmail(owner));
  if (person) return person.endDate !== null && person.endDate < today ? `its owner ${owner} has left` : null;
  const outside = [auditor.email, opsManager.email].map(normalEmail);
  return outside.includes(normalEmail(owner)) ? null : `its owner ${owner} is nobody in the roster`;
}
