/** Rows of one listing, ascending by id. Large accounts make them when they are asked for. */
export interface Rows<T> {
  length: number;
  at(index: number): T | undefined;
}

/** What is said of a user; the wire has many more fields (`wire.ts`). Ids are text, of up to 64 bits. */
export interface User {
  id: string;
  name: string | null;
  /** Left out on the wire where it is undefined: such users exist. */
  email?: string | null;
  role: "end-user" | "agent" | "admin";
  role_type: number | null;
  custom_role_id: string | null;
  active: boolean;
  suspended: boolean;
  shared_agent: boolean;
  chat_only: boolean;
  two_factor_auth_enabled: boolean | null;
  last_login_at: string | null;
  created_at: string;
}

export interface CustomRole {
  id: string;
  name: string;
  role_type: number;
}

export interface Group {
  id: string;
  name: string;
}

export interface Membership {
  id: string;
  user_id: string;
  group_id: string;
}

export interface ApiToken {
  id: string;
  description: string;
  active: boolean;
  user_id: string;
  assigned_user_id: string | null;
  created_at: string;
  last_used: string | null;
}

export interface OauthToken {
  id: string;
  client_id: string;
  user_id: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  used_at: string | null;
}

export interface OauthClient {
  id: string;
  identifier: string;
  name: string;
  user_id: string | null;
  created_at: string;
}

/** One Zendesk account. */
export interface ZendeskData {
  users: Rows<User>;
  customRoles: Rows<CustomRole>;
  groups: Rows<Group>;
  memberships: Rows<Membership>;
  apiTokens: Rows<ApiToken>;
  oauthTokens: Rows<OauthToken>;
  oauthClients: Rows<OauthClient>;
  globalClients: Rows<OauthClient>;
}

/** How this account answers, changeable while it runs. */
export interface Switches {
  /** Requests a minute, of the whole account. */
  limit: number;
  latency: number;
  /** `off` answers 404, `forbidden` 403. */
  apiTokens: "on" | "off" | "forbidden";
  /** A plan without custom roles refuses the listing. */
  customRoles: "on" | "forbidden" | "missing";
  /** Role of the user the credentials act as. */
  role: "admin" | "agent";
  /** Whether `ratelimit-reset` stands beside the account's own headers. */
  tellsReset: boolean;
  /** Longest life of an access token, seconds. */
  tokenLife: number;
  /** Value of the count endpoint instead of the truth. */
  count: number | null;
  /** When a count of 100,000 and more was last made; `null` = never yet. */
  countRefreshedAt: string | null;
  /** `error` as an object instead of a string in refusals: both are seen. */
  errorObjects: boolean;
}

export const defaultSwitches: Switches = {
  limit: 700,
  latency: 0,
  apiTokens: "on",
  customRoles: "on",
  role: "admin",
  tellsReset: true,
  tokenLife: 172_799,
  count: null,
  countRefreshedAt: null,
  errorObjects: false,
};
