import { expect, test } from "vitest";
import { gitlabProjectsSettings } from "./settings.ts";
import { whoName } from "./who.ts";

const good = { auth: { token: "example" }, group: "acme/ops", merge: ["maintainer"], push: ["no one"] };

function wrong(change: object): string[] {
  const { error } = gitlabProjectsSettings.safeParse({ ...good, ...change });
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

test("who may is a role, a username, a group, a number, or no one", () => {
  const merge = [
    "Maintainers",
    "admin",
    "acme-bot",
    "@maintainer",
    "acme/ops/tools",
    "acme/",
    "user #7",
    "Group #8",
    "deploy key #9",
  ];
  const settings = gitlabProjectsSettings.parse({ ...good, group: "/acme/ops/", merge });
  expect(settings.merge.map(whoName)).toEqual([
    "Maintainers and above",
    "administrators",
    "@acme-bot",
    "@maintainer",
    "acme/ops/tools",
    "acme/",
    "user #7",
    "group #8",
    "deploy key #9",
  ]);
  expect(settings.push).toEqual([]);
  expect([settings.url.href, settings.group]).toEqual(["https://gitlab.com/", "acme/ops"]);
  expect(gitlabProjectsSettings.parse({ ...good, group: 71 }).group).toBe("71");
});

test.each([
  [{ merge: undefined }, "merge: expected a list of who may, such as [maintainer] or [no one]"],
  [{ push: [] }, "push: expected who may: a role, a username, the path of a group, or no one"],
  [{ push: ["no one", "bot"] }, "push: no one stands alone: whoever is named beside it may"],
  [{ push: ["guest"] }, "push.0: no branch is open to guests: expected developer, maintainer, owner or admin"],
  [
    { push: ["a b"] },
    'push.0: expected a role, a username, the path of a group, "user #1", "group #1", "deploy key #1" or no one',
  ],
  [{ group: "" }, "group: expected the full path of a group, such as acme/ops"],
  [{ group: "https://gitlab.com/acme" }, "group: expected the full path of a group, such as acme/ops"],
  [{ group: ["acme"] }, "group: expected the full path of a group, such as acme/ops"],
])("%j is refused", (change, says) => {
  expect(wrong(change)).toEqual([says]);
});

test("a key it does not know is refused", () => {
  expect(wrong({ groups: ["acme"] })[0]).toContain("groups");
});
