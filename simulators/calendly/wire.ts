import type { CalendlyData, Group, Invitation, Member, Relationship } from "./data.ts";

/** Where every URI begins, whatever port the simulator runs on. */
export const api = "https://api.calendly.com";

/** Rows as Calendly writes them, with the fields an audit has no use for. */
export class Wire {
  readonly #data: CalendlyData;

  constructor(data: CalendlyData) {
    this.#data = data;
  }

  get organization(): string {
    return `${api}/organizations/${this.#data.organization}`;
  }

  user = ({ id, name, email, slug, created_at }: Member): object => ({
    uri: `${api}/users/${id}`,
    name,
    slug,
    email,
    scheduling_url: `https://calendly.com/${slug}`,
    // As in the published examples: not always an IANA name.
    timezone: "America/New York",
    avatar_url: null,
    locale: "en",
    created_at: micro(created_at),
    updated_at: micro(created_at),
  });

  me = (member: Member): object => ({ ...this.user(member), current_organization: this.organization, resource_type: "User" });

  membership = (member: Member): object => ({
    uri: `${api}/organization_memberships/${member.membership}`,
    role: member.role,
    user: this.user(member),
    organization: this.organization,
    updated_at: micro(member.created_at),
    created_at: micro(member.created_at),
  });

  invitation = ({ id, email, status, created_at, last_sent_at, user }: Invitation): object => ({
    uri: `${this.organization}/invitations/${id}`,
    organization: this.organization,
    email,
    status,
    created_at: micro(created_at),
    updated_at: micro(created_at),
    last_sent_at: last_sent_at && micro(last_sent_at),
    ...(user ? { user: `${api}/users/${user}` } : {}),
  });

  group = ({ id, name }: Group): object => ({
    uri: `${api}/groups/${id}`,
    name,
    organization: this.organization,
    created_at: "2024-05-03T09:00:00.000001Z",
    updated_at: "2024-05-03T09:00:00.000001Z",
    member_count: this.#data.relationships.filter(({ group, role }) => group === id && role === "member").length,
  });

  relationship = ({ id, group, role, owner }: Relationship): object => ({
    uri: `${api}/group_relationships/${id}`,
    role,
    owner: this.#owner(owner),
    organization: this.organization,
    group: `${api}/groups/${group}`,
    created_at: "2024-05-03T09:00:00.000001Z",
    updated_at: "2024-05-03T09:00:00.000001Z",
  });

  #owner(id: string): object {
    const member = this.#data.members.find((one) => one.id === id);
    if (member) return { type: "OrganizationMembership", ...this.membership(member) };
    const invitation = this.#data.invitations.find((one) => one.id === id);
    if (invitation) return { type: "OrganizationInvitation", ...this.invitation(invitation) };
    throw new Error(`nobody in a group is ${id}`);
  }
}

/** RFC 3339 with microseconds, as Calendly writes every time. */
function micro(time: string): string {
  return time.replace(/(?:\.\d+)?Z$/, ".678123Z");
}
