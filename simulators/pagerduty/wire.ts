import type { Licence, PagerdutyData, Policy, Schedule, ShiftSchedule, Team, User } from "./data.ts";
import { cut, type Entry, finalEntries, layerEntries, overrideEntries, type Range, shifts } from "./render.ts";

const api = "https://api.pagerduty.com";

/** How times are written: in UTC where that is asked for, else with the account's offset. */
export type Zone = "UTC" | "account";

export function timeIn(zone: Zone, ms: number): string {
  if (zone === "UTC") return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
  return new Date(ms - 5 * 3_600_000).toISOString().replace(/\.\d+Z$/, "-05:00");
}

/** Rows as PagerDuty writes them, with the fields an audit has no use for. */
export class Wire {
  readonly #data: PagerdutyData;
  readonly #users: Map<string, User>;

  constructor(data: PagerdutyData) {
    this.#data = data;
    this.#users = new Map(data.users.map((user) => [user.id, user]));
  }

  reference(kind: string, id: string, of: { summary: string | null; path: string; gone?: boolean }): object {
    const self = of.gone ? null : `${api}/${of.path}/${id}`;
    return { id, type: `${kind}_reference`, summary: of.summary, self, html_url: of.gone ? null : this.#page(of.path, id) };
  }

  userReference(id: string): object {
    const user = this.#users.get(id);
    const summary = user?.name ?? this.#data.deleted[id] ?? null;
    return this.reference("user", id, { summary, path: "users", gone: !user });
  }

  scheduleReference(id: string): object {
    const shift = this.#data.shiftSchedules.find((one) => one.id === id);
    if (shift) return this.shiftReference(shift);
    const summary = this.#data.schedules.find((one) => one.id === id)?.name ?? null;
    return this.reference("schedule", id, { summary, path: "schedules" });
  }

  policyReference({ id, name }: Policy): object {
    return this.reference("escalation_policy", id, { summary: name, path: "escalation_policies" });
  }

  user = (user: User): object => ({
    name: user.name,
    email: user.email,
    time_zone: "America/Lima",
    color: "green",
    avatar_url: "https://pd-static-assets.pagerduty.com/users/blank-avatar.png",
    billed: true,
    role: user.role,
    description: null,
    invitation_sent: user.invitation_sent,
    job_title: user.job_title,
    locale: "en-US",
    created_via_sso: true,
    teams: user.teams.map((id) => this.#team(id)),
    contact_methods: [
      this.reference("email_contact_method", `C${user.id}`, { summary: "Default", path: `users/${user.id}/contact_methods` }),
    ],
    notification_rules: [],
    coordinated_incidents: [],
    ...this.#itself("user", user.id, { name: user.name, path: "users" }),
  });

  #team(id: string): object {
    const team = this.#data.teams.find((one: Team) => one.id === id);
    return this.reference("team", id, { summary: team?.name ?? null, path: "teams" });
  }

  schedule(schedule: Schedule, of: { include: ReadonlySet<string>; range: Range | null; zone: Zone }): object {
    const { include, range, zone } = of;
    const entries = (all: (range: Range) => Entry[]) => ({
      rendered_schedule_entries: range ? cut(all(range), range).map((one) => this.#entry(one, zone)) : [],
      rendered_coverage_percentage: range ? 100 : null,
    });
    const users = new Set(schedule.layers.flatMap((layer) => layer.users));
    return {
      ...this.#itself("schedule", schedule.id, { name: schedule.name, path: "schedules" }),
      name: schedule.name,
      time_zone: "Europe/Lisbon",
      description: null,
      escalation_policies: this.#policiesOf(schedule.id),
      users: [...users].map((id) => this.userReference(id)),
      teams: [],
      ...(include.has("schedule_layers")
        ? {
            schedule_layers: schedule.layers.map((layer) => ({
              id: layer.id,
              name: layer.name,
              start: timeIn(zone, Date.parse(layer.start)),
              end: layer.end && timeIn(zone, Date.parse(layer.end)),
              rotation_virtual_start: timeIn(zone, Date.parse(layer.start)),
              rotation_turn_length_seconds: layer.turn,
              users: layer.users.map((id) => ({ user: this.userReference(id) })),
              restrictions: [],
              ...entries((within) => layerEntries(layer, within)),
            })),
          }
        : {}),
      ...(include.has("overrides_subschedule")
        ? { overrides_subschedule: { name: "Overrides", ...entries((within) => overrideEntries(schedule.overrides, within)) } }
        : {}),
      ...(include.has("final_schedule")
        ? { final_schedule: { name: "Final Schedule", ...entries((within) => finalEntries(schedule, within)) } }
        : {}),
    };
  }

  #entry({ user, start, end }: Entry, zone: Zone): object {
    return { start: timeIn(zone, start), end: timeIn(zone, end), user: this.userReference(user) };
  }

  #policiesOf(schedule: string): object[] {
    return this.#data.policies
      .filter(({ rules }) => rules.flat().includes(schedule))
      .map((policy) => this.policyReference(policy));
  }

  shiftReference({ id, name }: ShiftSchedule): object {
    const type = "schedule_v3_reference";
    return { id, type, summary: name, self: `${api}/v3/schedules/${id}`, html_url: this.#page("schedules", id) };
  }

  shiftSchedule(schedule: ShiftSchedule, range: Range | null): object {
    const { id, name, rotations } = schedule;
    return {
      id,
      type: "schedule_v3",
      name,
      time_zone: "America/New_York",
      description: "",
      teams: [],
      escalation_policies: this.#policiesOf(id),
      rotations: rotations.map((rotation) => ({
        id: rotation.id,
        type: "schedule_rotation",
        events: rotation.events.map((event) => ({
          id: event.id,
          type: "schedule_event",
          name: event.name,
          start_time: { date_time: event.since, time_zone: "UTC" },
          end_time: { date_time: timeIn("UTC", Date.parse(event.since) + event.turn * 1000), time_zone: "UTC" },
          effective_since: event.since,
          effective_until: event.until,
          recurrence: ["RRULE:FREQ=WEEKLY"],
          assignment_strategy: {
            type: "rotating_member_assignment_strategy",
            shifts_per_member: 1,
            members: event.members.map(member),
          },
        })),
      })),
      ...(range ? { final_schedule: finalSchedule(schedule, range) } : {}),
      self: `${api}/v3/schedules/${id}`,
      html_url: this.#page("schedules", id),
    };
  }

  policy = (policy: Policy): object => ({
    ...this.#itself("escalation_policy", policy.id, { name: policy.name, path: "escalation_policies" }),
    name: policy.name,
    escalation_rules: policy.rules.map((targets, level) => ({
      id: `${policy.id}R${level}`,
      escalation_delay_in_minutes: 30,
      targets: targets.map((id) => (this.#isSchedule(id) ? this.scheduleReference(id) : this.userReference(id))),
    })),
    services: [],
    num_loops: 0,
    teams: [],
    description: null,
    on_call_handoff_notifications: "if_has_services",
  });

  #isSchedule(id: string): boolean {
    return [...this.#data.schedules, ...this.#data.shiftSchedules].some((one) => one.id === id);
  }

  licence = (licence: Licence): object => ({
    ...this.#licence(licence),
    current_value: this.#data.users.filter((user) => user.licence === licence.id).length,
    allocations_available: licence.available,
  });

  allocation = (user: User): object => {
    const licence = this.#data.licences.find(({ id }) => id === user.licence);
    if (!licence) throw new Error(`no licence ${user.licence}`);
    return {
      license: this.#licence(licence),
      user: { id: user.id, type: "user_reference" },
      allocated_at: "2024-06-01T00:00:00-05:00",
    };
  };

  #licence({ id, name, description, role_group, valid_roles }: Licence): object {
    return { id, name, description, valid_roles, role_group, summary: name, type: "license", self: null, html_url: null };
  }

  #itself(type: string, id: string, { name, path }: { name: string; path: string }): object {
    return { id, type, summary: name, self: `${api}/${path}/${id}`, html_url: this.#page(path, id) };
  }

  #page(path: string, id: string): string {
    return `https://${this.#data.subdomain}.pagerduty.com/${path}/${id}`;
  }
}

function member(id: string): object {
  return id === "" ? { type: "empty_member" } : { type: "user_member", user_id: id };
}

function finalSchedule(schedule: ShiftSchedule, range: Range): object {
  return {
    type: "final_schedule",
    rendered_coverage_percentage: 100,
    computed_shift_assignments: cut(shifts(schedule, range), range).map(({ user, start, end, source }) => ({
      type: "computed_shift_assignment",
      start_time: timeIn("UTC", start),
      end_time: timeIn("UTC", end),
      member: member(user),
      source: { type: source },
    })),
  };
}
