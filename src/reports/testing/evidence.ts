import type { EvidenceAccount, EvidenceFinding, EvidenceView } from "../../model/evidence-view.ts";
import type { Source } from "../../model/source.ts";
import { aCheck, aFinding } from "./views.ts";

/** Builders of evidence for tests: each gives something whole and plausible, and takes what the test is about. */

export function anEvidenceAccount(over: Partial<EvidenceAccount> = {}): EvidenceAccount {
  return {
    ...{ id: "123", name: "Dana Whitfield", username: null, email: "dana@acme.test", kind: "person", class: "full" },
    ...{
      level: "Support Staff",
      grants: ["Support AMER", "Emergencies"],
      admin: false,
      seated: true,
      suspended: false,
      mfa: null,
    },
    ...{ createdAt: "2022-03-14T09:00:00Z", lastSignIn: "2026-11-12T08:00:00Z" },
    person: { name: "Dana Whitfield", email: "dana@acme.test", title: "Senior Support Engineer" },
    ...{ matchedBy: "id", rosterAt: "roster/dana.yaml:12@3f9c1ab0c1d2", findings: ["F1"] },
    ...over,
  };
}

export function anEvidenceSource(over: Partial<Source> = {}): Source {
  return {
    ...{ name: "users", status: "complete", rows: 340, expected: 340, requests: 4, reason: null },
    ...{ sha256: "0123456789abcdef".repeat(4), query: "GET /api/v2/users.json?role[]=admin&role[]=agent" },
    ...{ startedAt: "2026-11-22T06:00:00Z", finishedAt: "2026-11-22T06:01:00Z", notFound: false, refused: false },
    ...over,
  };
}

export function anUnseenSource(over: Partial<Source> = {}): Source {
  const refused = { name: "api-tokens", status: "unavailable", rows: 0, expected: null, sha256: null, refused: true } as const;
  return anEvidenceSource({
    ...refused,
    reason: "403: an admin's token is needed",
    query: "GET /api/v2/api_tokens.json",
    ...over,
  });
}

export function anEvidenceFinding(over: Partial<EvidenceFinding> = {}): EvidenceFinding {
  return {
    finding: aFinding(),
    foundAt: "2026-11-22T06:02:00Z",
    stands: "fixed",
    settled: true,
    answers: [{ kind: "fixed", by: "dana@acme.test", at: "2026-11-23T10:00:00Z", reason: "asked for the right role" }],
    decisions: [],
    proof: { at: "2026-11-24T06:00:00Z", reading: 2 },
    lookback: {
      ...{ wrongSince: "2026-10-31", used: "yes", lastUse: "2026-11-12T08:00:00Z" },
      why: "last sign-in is after the last day in the roster",
    },
    ...over,
  };
}

export function anEvidenceView(over: Partial<EvidenceView> = {}): EvidenceView {
  const sources = [anEvidenceSource()];
  const listing = {
    n: 1,
    scope: "whole",
    takenAt: "2026-11-22T06:02:00Z",
    by: "lee@laptop",
    status: "complete",
    sources,
  } as const;
  const users = anEvidenceSource({
    startedAt: "2026-11-24T05:59:00Z",
    finishedAt: "2026-11-24T06:00:00Z",
    sha256: "fe".repeat(32),
  });
  const { takenAt: listedAt } = listing;
  return {
    ...{ organization: "Acme Support", audit: "zendesk-global/FY27-Q4", system: "zendesk-global", name: "Zendesk Global" },
    ...{ platform: "zendesk", period: "FY27-Q4", state: "closed", status: "complete", rollcall: "0.1.0" },
    ...{ sealedAt: "2026-12-01T15:00:00Z", openedAt: "2026-11-22T06:00:00Z", listedAt },
    roster: { source: "roster/", revision: "3f9c1ab0c1d2e3f4", people: 120 },
    issue: { url: "https://gitlab.acme.test/acme/audits/-/issues/12", iid: 12 },
    review: {
      ...{ by: "kim@acme.test", listedAt, sha256: "ab".repeat(32), carriedOver: 0, waiver: null },
      sentence:
        "I reviewed the access of all 340 accounts of Zendesk Global as listed on 2026-11-22, its 1 finding and 1 exemption",
    },
    sources,
    counts: { accounts: 340, full: 40, light: 290, admin: 10, suspended: 2 },
    checks: [
      aCheck(),
      aCheck({ id: "mfa-disabled", outcome: "not-assessed", assessed: 0, failing: 0, unknown: 50, reason: "no signal" }),
    ],
    findings: [anEvidenceFinding()],
    accounts: [anEvidenceAccount()],
    accountCount: 1,
    credentials: [
      {
        ...{ id: "9", kind: "api-token", name: "Dana - https://acme.test/r/1 - 2027-01-01", owner: "Dana Whitfield" },
        ...{
          scopes: ["read"],
          active: true,
          createdAt: "2026-01-01T00:00:00Z",
          expiresAt: "never",
          lastUsedAt: null,
          findings: [],
        },
      },
    ],
    readings: [
      { ...listing, sources },
      { ...listing, n: 2, scope: "recheck", takenAt: "2026-11-24T06:00:00Z", sources: [users] },
    ],
    exemptions: [
      {
        ...{ covers: "zendesk-global, role-mismatch, account 123", reason: "covers for the lead", approver: "kim@acme.test" },
        ...{ until: "2027-03-01", at: "exemptions.yaml:12" },
      },
    ],
    events: [
      { n: 1, at: "2026-11-22T06:00:00Z", actor: "lee@laptop", sentence: "opened the audit of FY27-Q4", reason: null, refs: [] },
      { n: 2, at: "2026-11-22T08:00:00Z", actor: "lee@laptop", sentence: "asked dana@acme.test", reason: null, refs: ["F1"] },
    ],
    ...over,
  };
}
