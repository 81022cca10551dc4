import { expect, test } from "vitest";
import type { Row } from "../../model/source.ts";
import { aFinding } from "../../reports/testing/views.ts";
import { restsOn } from "./rests-on.ts";

const users: Row[] = [{ id: "U1", state: "SUSPENDED" }];

function rests(check: string, kept: Row[]): [string, unknown][] {
  const narrow = restsOn({ of: (name) => (name === "users" ? kept : []) });
  return [...narrow(aFinding({ check }), ["group-members"])];
}

test("whoever was locked out is looked for in both lists that say so, where both were read", () => {
  expect(rests("suspended-with-access", users)).toEqual([
    ["group-members", "whole"],
    ["users", "whole"],
  ]);
  expect(rests("suspended-with-access", [])).toEqual([["group-members", "whole"]]);
  expect(rests("unexpected-admin", users)).toEqual([["group-members", "whole"]]);
});
