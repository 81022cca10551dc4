import { expect, test } from "vitest";
import { testGitlab } from "../gitlab/testing/gitlab.ts";
import { SharedClock } from "./clock.ts";
import { changeRows, showRows } from "./rows.ts";

test("it tells the machine's time until it is set, and then stands still", () => {
  const clock = new SharedClock();
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(5_000);
  clock.set("2031-03-04T05:06:07Z");
  expect(clock.now().toISOString()).toBe("2031-03-04T05:06:07.000Z");
});

test("it is only set forward, and to a time", () => {
  const clock = new SharedClock();
  clock.set("2026-11-23T09:00:00Z");
  expect(() => clock.set("2026-11-23T08:59:59Z")).toThrow("2026-11-23T09:00:00.000Z already");
  expect(() => clock.set("soon")).toThrow("soon is no time");
  clock.set("2026-11-23T09:00:00Z");
});

test("GitLab dates by it what people write, tick and close; limits go by real seconds", async () => {
  const clock = new SharedClock();
  clock.set("2031-03-04T05:00:00Z");
  const gitlab = await testGitlab({ now: () => clock.now(), limitNow: () => new Date() });
  const { iid } = await gitlab.issue({ description: "- [ ] one" });
  const issue = `/projects/acme%2Fsupport-ops%2Faudits/issues/${iid}`;

  clock.set("2031-03-05T06:00:00Z");
  await gitlab.api("POST", `${issue}/notes`, { body: { body: "hello" } });
  const closed = await gitlab.api("PUT", issue, { body: { description: "- [x] one", state_event: "close" } });
  const notes = (await gitlab.api("GET", `${issue}/notes`)).json as { system: boolean; created_at: string }[];

  expect(closed.json).toMatchObject({ created_at: "2031-03-04T05:00:00.000Z", closed_at: "2031-03-05T06:00:00.000Z" });
  expect(notes.map(({ system, created_at }) => [system, created_at])).toEqual([
    [true, "2031-03-05T06:00:00.000Z"],
    [false, "2031-03-05T06:00:00.000Z"],
  ]);
  const reset = Number(closed.headers.get("ratelimit-reset")) * 1000;
  expect(Math.abs(reset - Date.now())).toBeLessThan(61_000);
});

test("rows are altered, added and taken away by their id, of whatever kind", () => {
  const tables = {
    users: [
      { id: 1, name: "a", role: "x" },
      { id: 2, name: "b" },
    ],
  };
  changeRows(tables, {
    table: "users",
    set: [
      { id: "1", role: "y" },
      { id: 3, name: "c" },
    ],
    remove: ["2"],
  });
  expect(showRows(tables, "users")).toEqual([
    { id: 1, name: "a", role: "y" },
    { id: 3, name: "c" },
  ]);
  changeRows(tables, { switches: {} });
  expect(() => changeRows(tables, { table: "toString" })).toThrow("no table toString");
  expect(() => showRows(tables, "")).toThrow("no table");
});
