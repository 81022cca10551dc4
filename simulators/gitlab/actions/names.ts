/** What has an effect here, by its first name; other names of the same action behind it. */
const MODELLED = [
  ["close"],
  ["reopen"],
  ["title"],
  ["label", "labels"],
  ["unlabel", "remove_label"],
  ["relabel"],
  ["assign"],
  ["unassign", "remove_assignee"],
  ["reassign"],
  ["due"],
  ["remove_due_date"],
  ["confidential"],
  ["lock"],
  ["unlock"],
  ["duplicate"],
  ["move"],
  ["subscribe"],
  ["unsubscribe"],
  ["react", "award"],
  ["weight"],
  ["clear_weight"],
] as const;

/** Known to GitLab and so taken out of a text; what they would do is outside an audit tracker and only recorded. */
const RECORDED = (
  "todo done milestone remove_milestone epic remove_epic set_parent remove_parent add_child remove_child iteration remove_iteration " +
  "health_status clear_health_status status estimate estimate_time remove_estimate remove_time_estimate spend spent spend_time " +
  "remove_time_spent copy_metadata clone relate blocks blocked_by unlink promote promote_to promote_to_incident create_merge_request zoom " +
  "remove_zoom add_contacts remove_contacts add_email remove_email convert_to_ticket severity timeline page publish type board_move " +
  "checkin_reminder shrug tableflip"
).split(" ");

export type Modelled = (typeof MODELLED)[number][0];

/** `/cc` is not among them: GitLab leaves it as text. */
export const COMMAND_NAMES: string[] = [...MODELLED.flat(), ...RECORDED];

/** The action a written name stands for, or null where it has no effect here. */
export function modelled(name: string): Modelled | null {
  return MODELLED.find((names) => names.some((each) => each === name))?.[0] ?? null;
}
