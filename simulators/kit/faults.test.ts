import { expect, test } from "vitest";
import { type Fault, Faults, parseFault } from "./faults.ts";

const request = { server: "zendesk", method: "GET", path: "/api/v2/users?page=1" };

function struck(fault: Partial<Fault>, times = 4): boolean[] {
  const faults = new Faults();
  faults.add({ server: "zendesk", kind: "reset", ...fault });
  return Array.from({ length: times }, () => faults.strike(request) !== null);
}

test.each([
  [{}, [true, true, true, true]],
  [{ times: null }, [true, true, true, true]],
  [{ times: 2 }, [true, true, false, false]],
  [{ after: 1, times: 1 }, [false, true, false, false]],
  [{ path: "/api/v2/users" }, [true, true, true, true]],
  [{ path: "/api/v2/users?", method: "GET" }, [true, true, true, true]],
  [{ pattern: "page=\\d$" }, [true, true, true, true]],
])("%j strikes %j", (fault, expected) => {
  expect(struck(fault)).toEqual(expected);
});

test.each([{ server: "gitlab" }, { method: "POST" }, { path: "/api/v2/groups" }, { pattern: "page=2" }])(
  "%j passes a request that is not meant",
  (fault) => {
    expect(struck(fault, 1)).toEqual([false]);
  },
);

test("of two faults for one request the first strikes while it lasts", () => {
  const faults = new Faults();
  faults.add({ server: "zendesk", kind: "reset", times: 1 });
  faults.add({ server: "zendesk", kind: "hang" });
  expect([faults.strike(request)?.kind, faults.strike(request)?.kind]).toEqual(["reset", "hang"]);
  faults.clear();
  expect(faults.strike(request)).toBeNull();
});

test.each([
  [{ server: "zendesk", kind: "explode" }, /no fault explode/],
  [{ server: "zendesk", kind: "reset", paht: "/api" }, /has no paht/],
  [{ server: "zendesk", kind: "reset", pattern: "(" }, /regular expression/i],
])("%j is refused", (given, message) => {
  expect(() => parseFault(given)).toThrow(message);
});
