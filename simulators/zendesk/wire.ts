import { rawId } from "../kit/raw.ts";
import type { ApiToken, CustomRole, Group, Membership, OauthClient, OauthToken, User } from "./data.ts";

/** Rows as Zendesk writes them, with all the fields an audit has no use for: personal data and the beginnings of secrets. */
export class Wire {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  user = (user: User): object => {
    const { id, custom_role_id, email, ...rest } = user;
    return {
      id: rawId(id),
      url: `${this.#base}/api/v2/users/${id}.json`,
      ...(email === undefined ? {} : { email }),
      ...rest,
      custom_role_id: custom_role_id === null ? null : rawId(custom_role_id),
      updated_at: user.created_at,
      time_zone: "UTC",
      iana_time_zone: "Etc/UTC",
      phone: "+1 555 0100",
      shared_phone_number: null,
      photo: null,
      locale_id: 1,
      locale: "en-US",
      organization_id: null,
      verified: true,
      external_id: null,
      tags: [],
      alias: null,
      shared: false,
      signature: "Kind regards, signature of example",
      details: "details of example",
      notes: "notes of example",
      moderator: false,
      ticket_restriction: "groups",
      only_private_comments: false,
      restricted_agent: user.role !== "admin",
      default_group_id: null,
      report_csv: user.role === "admin",
      user_fields: {},
    };
  };

  /** A user's JSON, written once: rows only change by the control, and then everything written before is thrown away. */
  userText = remembered(this.user);

  /** Much less than of a living one. After the final deletion even name and e-mail are gone. */
  deletedUser = (user: User): object => ({
    id: rawId(user.id),
    url: `${this.#base}/api/v2/deleted_users/${user.id}.json`,
    name: user.name,
    email: user.email ?? null,
    created_at: user.created_at,
    updated_at: user.created_at,
    time_zone: "UTC",
    phone: null,
    shared_phone_number: null,
    photo: null,
    locale_id: 1,
    locale: "en-US",
    organization_id: null,
    role: user.role,
    active: false,
  });

  identity = (user: User): object => ({
    url: `${this.#base}/api/v2/users/${user.id}/identities/${user.id}.json`,
    id: rawId(user.id),
    user_id: rawId(user.id),
    type: "email",
    value: user.email,
    primary: true,
    verified: true,
    verified_at: user.created_at,
    verification_method: "full",
    deliverable_state: "deliverable",
    undeliverable_count: 0,
    created_at: user.created_at,
    updated_at: user.created_at,
  });

  customRole = (role: CustomRole): object => ({
    ...role,
    id: rawId(role.id),
    description: `Role ${role.id}`,
    team_member_count: 1,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
    configuration: { manage_team_members: "none", ticket_access: "within-groups" },
  });

  group = (group: Group): object => ({
    url: `${this.#base}/api/v2/groups/${group.id}.json`,
    id: rawId(group.id),
    is_public: true,
    name: group.name,
    description: "",
    default: false,
    deleted: false,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  });

  membership = (membership: Membership): object => ({
    url: `${this.#base}/api/v2/group_memberships/${membership.id}.json`,
    id: rawId(membership.id),
    user_id: rawId(membership.user_id),
    group_id: rawId(membership.group_id),
    default: false,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  });

  /** `maker` only where `include_users` was asked for. */
  apiToken = (token: ApiToken, maker: User | null): object => ({
    ...token,
    ...(maker ? { user_name: maker.name, user_email: maker.email ?? null } : {}),
    id: rawId(token.id),
    user_id: rawId(token.user_id),
    assigned_user_id: token.assigned_user_id === null ? null : rawId(token.assigned_user_id),
    updated_at: token.created_at,
    visible_token: "exampl",
  });

  oauthToken = (token: OauthToken): object => ({
    url: `${this.#base}/api/v2/oauth/tokens/${token.id}.json`,
    ...token,
    id: rawId(token.id),
    client_id: rawId(token.client_id),
    user_id: rawId(token.user_id),
    token: "exampletok",
    refresh_token: null,
    refresh_token_expires_at: null,
  });

  oauthClient = (client: OauthClient): object => ({
    url: `${this.#base}/api/v2/oauth/clients/${client.id}.json`,
    ...client,
    id: rawId(client.id),
    user_id: client.user_id === null ? null : rawId(client.user_id),
    company: "Acme Support",
    description: null,
    logo_url: null,
    kind: "confidential",
    global: false,
    redirect_uri: [],
    secret: "exampl*****",
    updated_at: client.created_at,
  });

  globalClient = ({ id, identifier, name }: OauthClient): object => ({
    id: rawId(id),
    identifier,
    name,
    company: `${name} Inc.`,
    description: null,
    logo_url: `https://logos.example/${identifier}.png`,
  });
}

function remembered<T extends object>(write: (row: T) => object): (row: T) => string {
  const written = new WeakMap<T, string>();
  return (row) => {
    const text = written.get(row) ?? JSON.stringify(write(row));
    written.set(row, text);
    return text;
  };
}
