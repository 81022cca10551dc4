import type { Rows, User } from "./data.ts";
import { all } from "./paging.ts";

/** Users as `role`, `role[]` and `permission_set` choose them; deleted ones are in no list but their own. Kept per question. */
export function usersFor(users: Rows<User>, params: URLSearchParams): User[] {
  const roles = [...params.getAll("role[]"), ...params.getAll("role")];
  const set = params.get("permission_set");
  const isChosen = (user: User) =>
    user.active && (roles.length === 0 || roles.includes(user.role)) && (!set || user.custom_role_id === set);
  return chosen(users, { question: `${roles.sort().join()} ${set ?? ""}`, isChosen });
}

export function deletedUsers(users: Rows<User>): User[] {
  return chosen(users, { question: "deleted", isChosen: (user) => !user.active });
}

function chosen(users: Rows<User>, { question, isChosen }: { question: string; isChosen(user: User): boolean }): User[] {
  const answers = known.get(users) ?? new Map<string, User[]>();
  known.set(users, answers);
  const answer = answers.get(question) ?? all(users).filter(isChosen);
  answers.set(question, answer);
  return answer;
}

const known = new WeakMap<Rows<User>, Map<string, User[]>>();

/** After a change nothing chosen before stands. */
export function forgetChoices(users: Rows<User>): void {
  known.delete(users);
}
