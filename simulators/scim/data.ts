/** A user resource (RFC 7643 §4.1). What is left out is not written. */
export interface ScimUser {
  id: string;
  externalId?: string;
  userName: string;
  displayName?: string;
  name?: { formatted?: string; givenName?: string; familyName?: string };
  active?: boolean;
  emails: { value: string; type?: string; primary?: boolean }[];
  roles: { value: string; display?: string; primary?: boolean }[];
  created: string;
}

/** A group resource (RFC 7643 §4.2). */
export interface ScimGroup {
  id: string;
  displayName: string;
  /** `untyped`: written without `type`, so that only the address tells a group from a user. */
  members: { id: string; kind: "User" | "Group"; untyped?: true }[];
}

export interface ScimData {
  users: ScimUser[];
  groups: ScimGroup[];
}

/** How the service answers, changeable while it runs. Everything here is something real services do. */
export interface Switches {
  latency: number;
  /** Rows a page holds at most, however many are asked for. */
  longest: number;
  /** Requests a minute. */
  limit: number;
  /** What the token may read. */
  scope: "all" | "users" | "nothing";
  /** Whether there is such a thing as groups: an address of their own, none (404), or none yet (501). */
  groups: "on" | "off" | "unimplemented";
  /** Members in lists: always, where they are asked for by name, or only where one group is asked for. */
  members: "listed" | "asked" | "single";
  /** Members shown of a group at most; nothing tells that there are more. */
  mostMembers: number | null;
  /** Whether users say which groups they are in. */
  userGroups: boolean;
  /** The number of results changes with every answer. */
  moving: boolean;
  /** Booleans and numbers of results as text, as some services write them. */
  asText: boolean;
}

export const defaultSwitches: Switches = {
  latency: 0,
  longest: 25,
  limit: 100_000,
  scope: "all",
  groups: "on",
  members: "listed",
  mostMembers: null,
  userGroups: true,
  moving: false,
  asText: false,
};
