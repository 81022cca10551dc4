import { expect, test } from "vitest";
import { coverable, coverOf, isOwn } from "./exemption-cover.ts";
import { peopleOf } from "./people.ts";
import { dana, kim } from "./testing/follow-up.ts";
import { aFinding, anExemption, team } from "./testing/memory.ts";

const people = peopleOf(team);

test("the approver is whoever has the account's address, by whichever address of theirs", () => {
  const account = { id: "1", name: null, email: "DW@acme.test", url: null };
  const one = coverable(aFinding(1, { account, person: { email: kim, name: null } }), people);
  expect([dana, "dw@acme.test", kim, "Dana Whitfield", "lee@acme.test"].map((email) => isOwn(email, one, people))).toEqual([
    ...[true, true, true],
    ...[false, false],
  ]);
});

test("a pattern asks names and addresses in any case, a person any of their addresses", () => {
  const one = coverable(aFinding(), people);
  const covers = (scope: Parameters<typeof anExemption>[0]) => coverOf(anExemption(scope), people)(one);
  expect(covers({ match: "DANA*" })).toBe(true);
  expect(covers({ person: "DW+x@acme.test" })).toBe(true);
  expect(covers({ person: kim })).toBe(false);
  expect(covers({})).toBe(false);
});
