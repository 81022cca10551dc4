import { credentialCheck } from "./subjects.ts";

export const tokenUnjustified = credentialCheck({
  id: "token-unjustified",
  title: "Token without a justification",
  severity: "medium",
  asks: "owner",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.17", "PCI DSS 8.6.1"],
  needs: ["credentials"],
  // A token of a client of our own is justified by that client, which is looked at itself.
  among: ({ credential }) => !credential.coveredByClient,
  judge({ credential, name }) {
    if (name?.link) return "pass";
    // An OAuth token is named by its client: in no listing that was read, nothing is known of its name.
    if (name === null && credential.kind === "oauth-token") return "unknown";
    return {
      expected: "a request link in the name, or an accepted justification",
      observed: credential.name,
      message: "has no request link in its name and no accepted justification",
      fixes: [
        "put the link of the request that allowed it into its name: `person - request link - expiry date`",
        "or say in an answer what it is for: accepted, it becomes an exemption with an end",
        "if it is no longer needed, revoke it",
      ],
    };
  },
});
