import type { ConnectOptions, Listing, Reading } from "../platform.ts";
import type { OpGroup } from "./op-group.ts";
import { inPages } from "./pages.ts";
import type { Program } from "./program.ts";
import { user, vault } from "./shapes.ts";
import { signInPages, someSignIns } from "./sign-ins.ts";

const right = "somebody signed in to `op` who is a manager of the group, or an administrator or owner of the account";

/** The group, its members and when they signed in, and what it opens, as `op` tells them. */
export function opListings(
  program: Program,
  group: OpGroup,
  options: Pick<ConnectOptions, "rate" | "onFailure">,
): [Listing, ...Listing[]] {
  const common = { right };
  return [
    { ...common, name: "group", query: "op group list", pages: (reading) => group.pages(reading) },
    { ...common, name: "group-members", query: "op group user list {group}", pages: (reading) => group.memberPages(reading) },
    {
      ...common,
      name: "sign-ins",
      query: "op user get - (ids of group-members)",
      pages: (reading) => signInPages(program, reading, { ...options, group }),
      // The members are read in any case: whoever is one of them is asked about in one run.
      about: { requests: () => 1, rows: (users, reading) => someSignIns(program, reading, { ...options, group, users }) },
    },
    {
      ...common,
      name: "vaults",
      query: "op vault list --group {group}",
      pages: (reading) => vaultPages(program, group, reading),
    },
  ];
}

/** Everybody of the account, as `op` tells them. */
export function opUsers(program: Program, group: OpGroup): Listing {
  return {
    name: "users",
    query: "op user list",
    right: "somebody signed in to `op` who is an administrator or owner of the account",
    async *pages(reading) {
      await group.asked(reading.signal);
      yield* inPages(program.list(["user", "list"], reading), { source: "users", shape: user });
    },
  };
}

async function* vaultPages(program: Program, group: OpGroup, reading: Reading) {
  const words = ["vault", "list", "--group", await group.id(reading.signal)];
  yield* inPages(program.list(words, reading), { source: "vaults", shape: vault });
}
