/** A user of the account, as `op user get` has it. */
export interface User {
  id: string;
  name: string;
  email: string;
  /** MEMBER, GUEST or SERVICE_ACCOUNT; anything else is a type the documents do not know. */
  type: string;
  state: string;
  created_at: string;
  /** Year 1 where they never signed in; left out where 1Password does not say. */
  last_auth_at?: string;
}

export interface Group {
  id: string;
  name: string;
  description: string;
  state: "ACTIVE" | "DELETED" | "INACTIVE";
  type: string;
  created_at: string;
  members: { user: string; role: string }[];
}

export interface Vault {
  id: string;
  name: string;
  /** Ids of the groups that have a right to it. */
  groups: string[];
}

/** One account. */
export interface OnepasswordData {
  account: { id: string; url: string; domain: string };
  /** Id of the user who is signed in to `op`. */
  me: string;
  users: User[];
  groups: Group[];
  vaults: Vault[];
}

/** How account and program answer, changeable while they run. */
export interface Switches {
  /** ms every HTTP answer takes. */
  latency: number;
  version: string;
  signedIn: boolean;
  /** Only a command other than `whoami` opens the app; `whoami` says "not signed in" before. */
  app: boolean;
  /** First words of the commands a service account may not use; its token is the one known. */
  refused: readonly string[];
  /** How an empty list is printed. */
  empty: "null" | "[]" | "nothing";
  /** What `user get -` does: objects one after the other, an array, nothing it knows of, or only the first. */
  piped: "objects" | "array" | "refused" | "first";
  /** Reads the service account has left this hour; `null` = it has no such command. */
  remaining: number | null;
  /** What goes wrong with which command (its first words; "" = any). */
  trouble: { command: string; kind: Trouble; text?: string } | null;
  /** Seconds a token of the Users API lives, and how many users a page has at most. */
  tokenLife: number;
  pageSize: number;
  /** The key the list of the Users API stands under. */
  listKey: string;
  /** What the bridge does with the members of a group. */
  scimMembers: "whole" | "cut" | "hidden" | "unless-asked";
}

export type Trouble = "error" | "hang" | "killed" | "large" | "endless" | "not-json" | "cut" | "mute" | "repeat";

export const defaultSwitches: Switches = {
  latency: 0,
  version: "2.32.1",
  signedIn: true,
  app: false,
  refused: ["group"],
  empty: "[]",
  piped: "objects",
  remaining: 9_000,
  trouble: null,
  tokenLife: 900,
  pageSize: 1000,
  listKey: "results",
  scimMembers: "whole",
};

/** What the fake `op` reads at every start: the account as it stands, and how it is to answer. */
export interface State {
  data: OnepasswordData;
  switches: Switches;
  /** The one good token of a service account. */
  serviceToken: string;
  /** File it writes its books to, a line a run. */
  books: string;
}

/** One run of the fake `op`. Of variables only whether they were set, never what they held. */
export interface BookedRun {
  argv: string[];
  /** The process of the run: for tests that ask whether it is gone. */
  pid: number;
  /** Bytes on stdin. */
  input: number;
  env: { connect: boolean; cache: "off" | "on"; service: boolean; account: boolean };
  code: number | null;
}
