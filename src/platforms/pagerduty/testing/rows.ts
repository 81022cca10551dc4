import type { SystemConfig } from "../../../model/config.ts";
import type { KeptRows, Row } from "../../../model/source.ts";

export type Rows = Record<string, object[]>;

export function kept(rows: Rows): KeptRows {
  return { of: (source) => (rows[source] ?? []) as Row[] };
}

export function systemOf(settings: object = {}): SystemConfig {
  return { id: "pagerduty", settings: { policies: [], roles: {}, ...settings } } as unknown as SystemConfig;
}

const rendered = (...users: string[]) => ({
  rendered_schedule_entries: users.map((id) => ({ user: { id, summary: `${id}!` } })),
});

export function schedule(id: string, of: { layers?: string[]; overrides?: string[]; final?: string[] }): object {
  const { layers = [], overrides = [], final = [] } = of;
  const users = layers.map((user) => ({ user: { id: user, summary: `${user}!` } }));
  const parts = { overrides_subschedule: rendered(...overrides), final_schedule: rendered(...final) };
  return { id, name: `Schedule ${id}`, html_url: `https://acme.test/${id}`, schedule_layers: [{ users }], ...parts };
}

const member = (id: string) => ({ type: "user_member", user_id: id });

export function shifts(id: string, members: string[], final: [string, string][] = []): object {
  return {
    id,
    name: `Shifts ${id}`,
    rotations: [{ id: "R", events: [{ assignment_strategy: { members: [...members.map(member), { type: "empty_member" }] } }] }],
    final_schedule: { computed_shift_assignments: final.map(([user, type]) => ({ member: member(user), source: { type } })) },
  };
}

export function policy(id: string, targets: [string, string][]): object {
  const rules = [{ targets: targets.map(([target, type]) => ({ id: target, type, summary: `${target}!` })) }];
  return { id, name: `Policy ${id}`, escalation_rules: rules };
}
