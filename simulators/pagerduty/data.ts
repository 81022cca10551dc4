export interface User {
  id: string;
  name: string;
  email: string;
  /** One of the eight of the API; anything else is a role the documents do not know. */
  role: string;
  job_title: string;
  invitation_sent: boolean;
  /** Ids of teams. */
  teams: string[];
  /** Id of the licence given to them. */
  licence: string;
}

export interface Team {
  id: string;
  name: string;
}

/** Times are ISO 8601 in UTC everywhere here. */
export interface Layer {
  id: string;
  name: string;
  start: string;
  end: string | null;
  /** Seconds of one turn. */
  turn: number;
  /** Ids of users in turn; of some that were deleted, too. */
  users: string[];
}

export interface Override {
  id: string;
  start: string;
  end: string;
  user: string;
}

/** Of the first generation, at /schedules. */
export interface Schedule {
  id: string;
  name: string;
  layers: Layer[];
  overrides: Override[];
}

export interface ShiftEvent {
  id: string;
  name: string;
  since: string;
  until: string | null;
  /** Seconds of one shift. */
  turn: number;
  members: string[];
}

/** Of the second generation, at /v3/schedules only. */
export interface ShiftSchedule {
  id: string;
  name: string;
  rotations: { id: string; events: ShiftEvent[] }[];
  /** Of a rotation, and shifts of their own beside all rotations. */
  overrides: Override[];
  customShifts: Override[];
}

export interface Policy {
  id: string;
  name: string;
  /** Targets of each level: ids of users, deleted ones too, and of schedules. */
  rules: string[][];
}

export interface Licence {
  id: string;
  name: string;
  description: string;
  role_group: "FullUser" | "Stakeholder";
  valid_roles: string[];
  /** How many more may be given out; `null` = no limit. */
  available: number | null;
}

/** One account. */
export interface PagerdutyData {
  subdomain: string;
  users: User[];
  teams: Team[];
  schedules: Schedule[];
  shiftSchedules: ShiftSchedule[];
  policies: Policy[];
  licences: Licence[];
  /** Names of users who were deleted and stand somewhere still, by id. */
  deleted: Record<string, string>;
}

/** How the account answers, changeable while it runs. */
export interface Switches {
  /** Requests a minute of the key. */
  limit: number;
  latency: number;
  /** Seconds `ratelimit-reset` tells. */
  reset: number | null;
  /** Scopes of the OAuth token. */
  scopes: string[];
  /** Whose the REST key is: the account's, or a user's of this role. */
  key: "account" | "user";
  role: string;
  /** Ids of schedules the caller may not read: the lists leave them out in silence. */
  hidden: string[];
  /** Whether the plan has licences (402 without), and the account shift-based schedules (404 without). */
  licences: boolean;
  shifts: boolean;
}

export const defaultSwitches: Switches = {
  limit: 960,
  latency: 0,
  reset: null,
  scopes: ["users.read", "schedules.read", "oncalls.read", "escalation_policies.read", "licenses.read"],
  key: "account",
  role: "owner",
  hidden: [],
  licences: true,
  shifts: true,
};
