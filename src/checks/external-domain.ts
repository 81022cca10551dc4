import { emailDomain } from "../model/identity.ts";
import { perScene } from "./per-scene.ts";
import { accountCheck } from "./subjects.ts";

export const externalDomain = accountCheck({
  id: "external-domain",
  title: "E-mail of another domain",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.5.16", "ISO 27001 A.5.19"],
  needs: ["accounts", "emails"],
  // A service account's address is the platform's own.
  among: ({ account }) => account.kind !== "service",
  // Without domains of our own every address would be a stranger's.
  applies: (scene) => scene.emailDomains.length > 0,
  judge({ account: { email } }, scene) {
    const domain = email === null ? null : emailDomain(email);
    if (domain === null) return "unknown";
    if (domains(scene).has(domain)) return "pass";
    return {
      expected: [...domains(scene)],
      observed: domain,
      message: `has an e-mail at ${domain}, which is not a domain of the organization`,
      fixes: [
        `change the account's e-mail in ${scene.name} to one of the organization, or remove its access`,
        `if ${domain} is yours too, add it to email_domains in rollcall.yaml`,
      ],
    };
  },
});

const domains = perScene((scene) => new Set(scene.emailDomains.map((domain) => domain.trim().replace(/^@/, "").toLowerCase())));
