import { canAdminLabels } from "./permissions.ts";
import type { Project, User } from "./shapes.ts";
import { nextId, type World } from "./state.ts";

/** Labels that are not there are made by using them, where the author may make labels; else they are left out. */
export function ensureLabels(world: World, project: Project, { names, author }: { names: string[]; author: User }): string[] {
  const kept = new Set<string>();
  for (const name of names.map((each) => each.trim()).filter((each) => each !== "")) {
    const known = project.labels.find((label) => label.name === name);
    if (known === undefined && !canAdminLabels(world, project, author)) continue;
    if (known === undefined) project.labels.push({ id: nextId(world), name, description: null, color: "#6699cc" });
    kept.add(name);
  }
  return [...kept].sort((a, b) => (a < b ? -1 : 1));
}
