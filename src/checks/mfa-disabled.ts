import { accountCheck, isSeated } from "./subjects.ts";

export const mfaDisabled = accountCheck({
  id: "mfa-disabled",
  title: "Second factor off",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.8.5", "PCI DSS 8.4.2"],
  needs: ["accounts", "mfa"],
  among: isSeated,
  judge({ account: { mfa } }, scene) {
    if (mfa === null) return "unknown";
    if (mfa) return "pass";
    return {
      expected: "second factor on",
      observed: "second factor off",
      message: "has no second factor",
      fixes: [
        `turn on two-factor sign-in for the account in ${scene.name}`,
        "if they sign in through single sign-on that asks for a second factor, say so in an answer, to be accepted",
      ],
    };
  },
});
