import { expect, test } from "vitest";
import { account, credential, person, scene } from "../../core/testing/scene.ts";
import type { Grant, ReadEntitlement } from "../../model/account.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Finding } from "../../model/finding.ts";
import type { SourceStatus } from "../../model/source.ts";
import { gitlab } from "./index.ts";
import { levelOf } from "./levels.ts";

const facts = gitlab.facts({ settings: { groups: ["acme"], entitlements: {} } } as unknown as SystemConfig);
const support: ReadEntitlement = { kind: "group", id: "81", name: "acme/support", url: null, audited: true };

function held(level: number, more: Partial<Grant> = {}): Grant {
  return { entitlement: support, direct: true, via: null, level: levelOf(level), expiresAt: null, ...more };
}

const dana = person({ title: "Support Engineer" });
const bo = person({ id: "bo@acme.test", email: "bo@acme.test", name: "Bo", title: "Support Engineer" });
const cy = person({ id: "cy@acme.test", email: "cy@acme.test", name: "Cy", endDate: "2026-01-31" });

function notes(ended: Record<string, SourceStatus> = {}, findings: object[] = []) {
  const made = scene({
    people: [dana, bo, cy],
    accounts: [
      account({ grants: [held(40, { direct: false, via: "acme-vendors", expiresAt: "2026-12-24" })], username: "dana" }),
      account({ id: "3", email: "cy@acme.test", name: "Cy", username: "cy", grants: [held(30)], suspended: true }),
      account({ id: "9", email: null, name: "<b>@all</b>", username: "x", grants: [held(10)] }),
      account({ id: "7", email: null, name: "sync", kind: "bot", username: "group_81_bot", grants: [held(30)] }),
    ],
    invitations: [{ id: "bo@acme.test", email: "bo@acme.test", createdAt: "2026-11-01T00:00:00Z", to: ["acme/support"] }],
    credentials: [credential({ id: "access-token:5", userId: "7", of: "acme/support", source: "group-tokens" })],
    serviceAccounts: [{ account: "7", owner: "dana@acme.test", purpose: "sync", until: null }],
    dues: [{ entitlement: "acme/support", level: levelOf(30) }],
    entitlements: [support],
    facts,
  });
  const names = [...new Set(Object.values(facts).flatMap(({ sources }) => sources))];
  const sources = names.map((name) => ({ name, status: ended[name] ?? "complete" }));
  return gitlab.notes({ ...made, sources } as typeof made, findings as Finding[]);
}

function table(tables: ReturnType<typeof notes>, id: string) {
  return tables.find((one) => one.id === id);
}

test("the first table is the team by group: due, held, through which group, until when", () => {
  const finding = { key: "gitlab-com/entitlement-excess/account:1+resource:81", ref: "F1", account: { id: "1" }, exempt: null };
  expect(table(notes({}, [finding]), "members")?.rows).toEqual([
    ["acme/support", "Bo", "bo@acme.test", null, "Support Engineer", "Developer", null, null, null, "invited", ""],
    [
      "acme/support",
      "Dana Whitfield",
      "dana@acme.test",
      "dana",
      "Support Engineer",
      "Developer",
      "Maintainer",
      "acme-vendors",
      "2026-12-24",
      "active",
      "F1",
    ],
  ]);
});

test("whoever is not of the team stands in the second, leavers too, bots in the third with their tokens", () => {
  const tables = notes();
  expect(table(tables, "not-support-team")?.rows.map(([name, , , groups, , state, why]) => [name, groups, state, why])).toEqual([
    ["Cy", "acme/support: Developer", "suspended", "left on 2026-01-31"],
    ["<b>@all</b>", "acme/support: Guest", "active", ""],
  ]);
  const [bot] = table(tables, "bots")?.rows ?? [];
  expect(bot).toEqual([
    "sync",
    "group_81_bot",
    "7",
    "acme/support: Developer",
    "Dana Whitfield - https://gitlab.test/requests/5 - 2027-06-30",
    "dana@acme.test",
    "sync",
    "",
  ]);
});

test("tokens say what they open, and pending invitations where to", () => {
  const tables = notes();
  expect(table(tables, "access-token-review")?.rows[0]?.slice(1, 5)).toEqual([
    "acme/support",
    null,
    "Dana Whitfield",
    "https://gitlab.test/requests/5",
  ]);
  expect(table(tables, "pending")?.rows).toEqual([["bo@acme.test", null, "acme/support", "2026-11-01", null, "Bo", ""]]);
});

test("what was read in part says so, and what nobody could read has no table", () => {
  const cut = notes({ members: "unavailable", "group-tokens": "failed", "project-tokens": "failed", groups: "failed" });
  expect(table(cut, "members")?.title).toBe("Members by group, without all of members and groups");
  expect(table(cut, "access-token-review")).toBeUndefined();
  expect(table(notes({ "project-tokens": "failed" }), "access-token-review")?.title).toContain("without all of project-tokens");
});
