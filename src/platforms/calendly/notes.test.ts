import { expect, test } from "vitest";
import { account, person, scene } from "../../core/testing/scene.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Finding } from "../../model/finding.ts";
import type { SourceStatus } from "../../model/source.ts";
import { calendly } from "./index.ts";
import { calendlyNotes } from "./notes.ts";

const facts = calendly.facts({} as SystemConfig);

const dana = person({ calendly: "https://calendly.com/dana-w" });
const bo = person({ id: "bo@acme.test", email: "bo@acme.test", name: "Bo" });
const cy = person({ id: "cy@acme.test", email: "cy@acme.test", name: "Cy", endDate: "2026-01-31" });
const di = person({ id: "di@acme.test", email: "di@acme.test", name: "Di", startDate: "2026-12-01" });
const role = { id: null, name: "user", known: true };

function notes(ended: Record<string, SourceStatus> = {}, findings: object[] = []) {
  const names = [...new Set(Object.values(facts).flatMap(({ sources }) => sources))];
  const made = scene({
    people: [dana, bo, cy, di],
    accounts: [
      account({ role }),
      account({ id: "3", email: "cy@acme.test", name: "Cy", role }),
      account({ id: "9", email: "kiosk@acme.test", name: "Kiosk", role }),
    ],
    invitations: [
      { id: "I1", email: "bo@acme.test", createdAt: "2026-11-01T00:00:00Z" },
      { id: "I2", email: "x@y.test", createdAt: null },
    ],
    serviceAccounts: [{ account: "9", owner: null, purpose: "lobby", until: null }],
    facts: facts,
  });
  const sources = names.map((name) => ({ name, status: ended[name] ?? "complete" }));
  return calendlyNotes({ ...made, sources } as typeof made, findings as Finding[]);
}

test("the first table is the team with link, presence, role and note; leavers are no part of it", () => {
  const [team] = notes({}, [{ key: "calendly/link-missing/person:bo@acme.test", ref: "F1", account: null, exempt: null }]);
  expect(team?.title).toBe("Support team");
  expect(team?.rows).toEqual([
    ["Bo", "bo@acme.test", null, "invited", null, "", "invited on 2026-11-01", "F1"],
    ["Dana Whitfield", "dana@acme.test", "https://calendly.com/dana-w", "yes", "user", "", "", ""],
    ["Di", "di@acme.test", null, "no", null, "", "starts on 2026-12-01", ""],
  ]);
});

test("the second is everybody else, members and invitations, with why they are there where anything says it", () => {
  const exempt = { reason: "partner", until: "2027-01-31" };
  const finding = { key: "calendly/pending-invitation/account:I2", ref: "F2", account: { id: "I2" }, exempt };
  const [, others] = notes({}, [finding]);
  expect(others?.title).toBe("In Calendly but not part of the support team");
  expect(others?.rows.map(([name, email, what, , , , why, refs]) => [name ?? email, what, why, refs])).toEqual([
    ["Cy", "member", "left on 2026-01-31", ""],
    ["Kiosk", "member", "service account: lobby", ""],
    ["x@y.test", "pending invitation", "accepted until 2027-01-31: partner", "F2"],
  ]);
});

test("without the members there is no table, without the invitations both say so", () => {
  expect(notes({ members: "unavailable" })).toEqual([]);
  const [team, others] = notes({ invitations: "failed" });
  expect(team?.title).toBe("Support team, without invitations, which could not be read");
  expect(others?.title).toContain("without invitations");
});
