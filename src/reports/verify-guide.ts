import type { EvidenceView } from "../model/evidence-view.ts";

/** `VERIFY.md` of a bundle: what is in it, what it proves and what it cannot, and how anybody looks, with Rollcall and without. */
export function verifyGuide({ audit, issue, rollcall }: Pick<EvidenceView, "audit" | "issue" | "rollcall">): string {
  // Whatever a system is called: no mark-up comes of it.
  const name = audit.replace(/[^\w./-]/g, "_");
  const posted = issue
    ? `the comment that closed the audit, in issue ${issue.iid} of the audit tracker`
    : "the record of its closing";
  return `# Evidence of the access audit ${name}

Made by Rollcall ${rollcall}. Everything below can be done on another machine, without a database and without access to any platform.

## Look

\`\`\`
rollcall verify evidence.zip                       # is it whole, and who signed it
rollcall verify --key rollcall.pub evidence.zip    # … and is that the key you trust
rollcall verify earlier.zip evidence.zip           # … and does it follow on the audit before
rollcall replay evidence.zip                       # do the findings follow from the rows
\`\`\`

## What this proves

- **Unchanged since it was sealed.** Every byte of this file: \`manifest.json\` has the sha256 of each file, \`signature.json\` is an Ed25519
  signature over the manifest, and the archive has one form only, so that nothing fits before, between or after its files.
- **Sealed when the audit was closed.** The sha256 of this whole file stands in ${posted}. That comment itself is not in here:
  hold the digest \`rollcall verify\` prints against it.
- **The findings follow from the rows.** \`readings/\` has every listing as the platform gave it (secrets and what no check needs left out),
  with what was asked, when, by whom, in how many requests, how many rows came, how many the platform said there are, and their sha256.
  \`basis/\` has the roster, configuration and exemptions in force. \`rollcall replay\` derives the findings again and compares them byte by byte.
- **Nothing was taken out of what happened.** \`events.jsonl\` is a chain: each line has the sha256 of canonical JSON of
  \`{audit, kind, n, payload_sha256, previous, time}\`, \`previous\` being the line before it; \`payload_sha256\` is that of \`{actor, payload}\`.
- **One audit follows on the other.** \`previous\` in the manifest is the sha256 of the bundle sealed before it for the same system.
- **Fixes were seen.** A finding that is settled as fixed names the later reading that no longer shows it; its rows are here too.

## What it cannot prove

- That the platform told the truth to us, or to whoever asked with the credentials used.
- What a source did not tell: one that is \`unavailable\` or \`failed\` was not looked at, and the checks that need it are \`not-assessed\`.
- That an account was not used, where the platform gives no sign of use: then it says "not determinable".
- Who somebody is beyond what the tracker, the sign-in or the machine said of them: each event says which.
- Which key is the right one: get the public key from the team by another way than this file.
- An event that is "redacted under retention" says no more who it was about; the chain shows that it was there, and when.

## What is where

| file | what |
|---|---|
| \`report.pdf\`, \`report.html\` | for people: summary, sources, findings with answers, decisions, proof of fixes |
| \`workbook.xlsx\` | every account with name, user name, e-mail, permission level, created, last access; findings; tokens; sources; events |
| \`audit.json\`, \`accounts.jsonl\` | the same, for programs |
| \`events.jsonl\` | everything that happened, chained |
| \`readings/N/\` | one reading: \`reading.json\` (the ledger), \`rows/\`, \`findings.jsonl\`, what it was compared with |
| \`basis/\` | roster, configuration (without secrets) and exemptions that were in force |
| \`manifest.json\`, \`signature.json\` | what is sealed, and the seal |

Files that end in \`.gz\` are packed lines of JSON (\`gunzip -c FILE\`). Without Rollcall: \`unzip\`, \`sha256sum\` and, for the signature,
\`openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in manifest.json -sigfile SIGNATURE\` do the same.
`;
}
