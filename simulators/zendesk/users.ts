import type { Rows, User } from "./data.ts";

/** Users as `role`, `role[]` and `permission_set` choose them; deleted ones are in no list but their own. Kept per question. */
export function usersFor(users: Rows<User>, params: URLSearchParams): Rows<User> {
  const roles = [...params.getAll("role[]"), ...params.getAll("role")];
  const set = params.get("permission_set");
  const question = `${roles.sort().join()} ${set ?? ""}`;
  const answers = known.get(users) ?? new Map<string, Rows<User>>();
  known.set(users, answers);
  const answered = answers.get(question);
  if (answered) return answered;
  const chosen: User[] = [];
  for (let index = 0; index < users.length; index += 1) {
    const user = users.at(index);
    if (!user?.active || (roles.length > 0 && !roles.includes(user.role)) || (set && user.custom_role_id !== set)) continue;
    chosen.push(user);
  }
  answers.set(question, chosen);
  return chosen;
}

const known = new WeakMap<Rows<User>, Map<string, Rows<User>>>();

/** After a change nothing chosen before stands. */
export function forgetChoices(users: Rows<User>): void {
  known.delete(users);
}
