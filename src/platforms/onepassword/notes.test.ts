import { expect, test } from "vitest";
import { account, person, scene, source } from "../../core/testing/scene.ts";
import type { Grant } from "../../model/account.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Finding } from "../../model/finding.ts";
import type { SourceStatus } from "../../model/source.ts";
import { onepassword } from "./index.ts";
import { onepasswordNotes } from "./notes.ts";

const facts = onepassword.facts({ settings: {} } as SystemConfig);
const vault: Grant = { entitlement: { kind: "vault", id: "v1", name: "Shared" }, direct: false, via: "Support" };
const member = { class: "member", role: { id: null, name: "MEMBER", known: true }, grants: [vault] };
const people = [
  person(),
  person({ id: "bo@acme.test", email: "bo@acme.test", name: "Bo" }),
  person({ id: "cy@acme.test", email: "cy@acme.test", name: "Cy", endDate: "2026-01-31" }),
  person({ id: "di@acme.test", email: "di@acme.test", name: "Di", startDate: "2026-12-01" }),
];
const group = { kind: "group", id: "g1", name: "Support", url: null, audited: false } as const;

function notes(ended: Record<string, SourceStatus> = {}, findings: object[] = []) {
  const made = scene({
    people,
    facts,
    accounts: [
      account({ ...member, suspended: true, lastSignIn: "never" }),
      account({ ...member, id: "3", email: "cy@acme.test", name: "Cy" }),
      account({
        ...member,
        id: "9",
        email: "robot@acme.test",
        name: "Robot",
        kind: "service",
        class: "service",
        suspended: null,
      }),
    ],
    invitations: [{ id: "I1", email: "bo@acme.test", createdAt: "2026-11-01T00:00:00Z" }],
    serviceAccounts: [{ account: "9", owner: null, purpose: "deploys", until: null }],
    entitlements: [group],
  });
  const sources = ["group", "group-members", "sign-ins", "vaults", "users"].map((name) => source(name, ended[name]));
  return onepasswordNotes({ ...made, sources }, findings as Finding[]);
}

test("the team, who is in the group, in which state, and their findings; leavers are no part of it", () => {
  const [team] = notes({}, [
    { key: "1password/suspended-with-access/account:1", ref: "F1", resource: null, exempt: null },
    { key: "1password/entitlement-missing/person:di@acme.test+resource:g1", ref: "F2", resource: { id: "g1" }, exempt: null },
  ]);
  expect(team?.title).toBe("Support team, and whether they are in Support");
  expect(team?.rows).toEqual([
    ["Bo", "bo@acme.test", "invited", "invited", null, null, "invited on 2026-11-01", ""],
    ["Dana Whitfield", "dana@acme.test", "yes", "suspended", "MEMBER", "never", "", "F1"],
    ["Di", "di@acme.test", "no", null, null, null, "starts on 2026-12-01", "F2"],
  ]);
});

test("everybody else in the group, with why they are there, and what the group opens", () => {
  const [, others, vaults] = notes();
  expect(others?.title).toBe("In Support but not part of the support team");
  expect(others?.rows.map(([name, , what, state, , , why]) => [name, what, state, why])).toEqual([
    ["Cy", "member", "active", "left on 2026-01-31"],
    ["Robot", "service account", "unknown", "service account: deploys"],
  ]);
  expect(vaults).toMatchObject({ title: "Vaults Support opens", rows: [["Shared", "v1"]] });
});

test("without the members there is no table, without the vaults no table of them", () => {
  expect(notes({ "group-members": "unavailable" })).toEqual([]);
  expect(notes({ vaults: "failed" }).map(({ id }) => id)).toEqual(["support-team", "not-support-team"]);
});
