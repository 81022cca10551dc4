import { describe, expect, it } from "vitest";
import { Books } from "../kit/books.ts";
import { SharedClock } from "../kit/clock.ts";
import { serveControl } from "../kit/control.ts";
import { type Fault, Faults } from "../kit/faults.ts";
import { AUDITS, type Loose, testGitlab } from "./testing/gitlab.ts";

async function threeIssues() {
  const faults = new Faults();
  const books = new Books();
  const gitlab = await testGitlab({ faults, books });
  for (const title of ["a", "b", "c"]) await gitlab.issue({ title });
  const page = async (fault: Omit<Fault, "server">, query = "per_page=2") => {
    faults.clear();
    faults.add({ server: "gitlab", ...fault });
    const { json, headers } = await gitlab.api("GET", `${AUDITS}/issues?${query}`);
    return { titles: json.map((issue: Loose) => issue.title), headers };
  };
  return { gitlab, books, faults, page };
}

describe("faults of a list", () => {
  it("repeat and drop rows", async () => {
    const { page } = await threeIssues();

    expect((await page({ kind: "repeat-row" })).titles).toEqual(["c", "b", "c"]);
    expect((await page({ kind: "drop-row" })).titles).toEqual(["b"]);
  });

  it("give this page as the next, or one on another host", async () => {
    const { page } = await threeIssues();

    const same = await page({ kind: "repeat-page" });
    const foreign = await page({ kind: "foreign-next", to: "https://elsewhere.test/x" });

    expect([same.headers.get("x-next-page"), same.headers.get("link")]).toEqual([
      "1",
      expect.stringContaining('per_page=2>; rel="next"'),
    ]);
    expect(foreign.headers.get("link")).toMatch(/^<https:\/\/elsewhere\.test\/x>; rel="next", /);
  });
});

describe("the control", () => {
  it("books requests, shows what was notified and run, and changes things by name", async () => {
    const { gitlab, books, faults } = await threeIssues();
    const control = await serveControl({
      books,
      faults,
      servers: new Map([["gitlab", gitlab.controlled]]),
      clock: new SharedClock(),
    });
    const change = (body: Record<string, unknown>) =>
      fetch(`${control.url}/state`, { method: "POST", body: JSON.stringify({ server: "gitlab", ...body }) });
    await gitlab.api("PUT", `${AUDITS}/issues/1`, { body: { description: "@rshah\n/close" } });

    const deleted = await change({ do: "delete-issue", project: "acme/support-ops/audits", iid: 2 });
    const unknown = await change({ do: "explode" });
    const shown: Loose = await (await fetch(`${control.url}/books`)).json();
    control.close();

    expect([deleted.status, (await gitlab.api("GET", `${AUDITS}/issues/2`)).status]).toEqual([200, 404]);
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining("knows no change explode")]);
    expect(shown.requests.at(-1)).toMatchObject({ server: "gitlab", method: "PUT", status: 200 });
    expect(shown.gitlab.notifications).toMatchObject([{ reason: "mentioned" }, { reason: "participating" }]);
    expect(shown.gitlab.quickActions).toMatchObject([{ command: "close" }]);
  });
});
