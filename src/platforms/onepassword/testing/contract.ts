import type { PlatformContract, Trouble } from "../../testing/contract.ts";

function trouble(source: string, given: Pick<Trouble, "title" | "ends" | "reason"> & { switches: object }): Trouble {
  const { switches, ...more } = given;
  return { ...more, source, state: { switches } };
}

/** The commands of the sources that are read on their own: what breaks one of them breaks each. */
const commands = { "group-members": "group user list", vaults: "vault list", users: "user list" };

// The Users API and a SCIM bridge, which take the place of `op`, are tried in `src/cli/onepassword-http.test.ts`.
export const contract: PlatformContract = {
  system: "1password",
  server: null,
  lists: ["group", "group-members", "sign-ins", "vaults", "users"].map((source) => ({
    ...{ source, requests: "^$" },
    ...(source === "sign-ins" ? { about: { nobody: "nobody" } } : {}),
  })),
  troubles: [
    ...Object.entries(commands).flatMap(([source, command]) => [
      trouble(source, {
        title: "an op that says what is wrong",
        switches: { trouble: { command, kind: "error", text: "(502) bad gateway" } },
        ends: "failed",
        reason: "failed: (502) bad gateway",
      }),
      trouble(source, {
        title: "an op that may not",
        switches: { trouble: { command, kind: "error", text: "(403) Forbidden: You don't have permission" } },
        ends: "unavailable",
        reason: "sign in as an administrator or owner",
      }),
      trouble(source, {
        title: "a list that breaks off",
        switches: { trouble: { command, kind: "cut" } },
        ends: "failed",
        reason: "printed JSON that breaks off",
      }),
      trouble(source, {
        title: "a table in place of JSON",
        switches: { trouble: { command, kind: "not-json" } },
        ends: "failed",
        reason: "printed no JSON list",
      }),
      trouble(source, {
        title: "an op that is killed",
        switches: { trouble: { command, kind: "killed" } },
        ends: "failed",
        reason: "was ended by SIGKILL",
      }),
      trouble(source, {
        title: "a list that never holds still",
        switches: { trouble: { command, kind: "repeat" } },
        ends: "failed",
        reason: "came twice",
      }),
    ]),
    trouble("sign-ins", {
      title: "an op that is killed",
      switches: { trouble: { command: "user get", kind: "killed" } },
      ends: "failed",
      reason: "was ended by SIGKILL",
    }),
    trouble("sign-ins", { title: "an op that gives an array", switches: { piped: "array" }, ends: "complete", reason: null }),
    trouble("group", {
      title: "nobody signed in",
      switches: { signedIn: false },
      ends: "unavailable",
      reason: "You are not currently signed in",
    }),
    trouble("group", { title: "an op of version 1", switches: { version: "1.12.4" }, ends: "failed", reason: "is version 1" }),
  ],
};
