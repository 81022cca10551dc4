/** Somebody a protected branch lets merge or push, as the configuration names them. */
export type Who =
  | { kind: "level"; level: number }
  | { kind: "user"; username: string }
  | { kind: "group"; path: string }
  /** By number, as a finding shows whom GitLab does not name: `user #123`. */
  | { kind: "user-id" | "group-id" | "deploy-key-id"; id: string };

/** The roles a protected branch can name. A role holds those above it. Others hold a branch too, but no rule can say so. */
const levels = new Map([
  ["developer", 30],
  ["maintainer", 40],
  ["owner", 50],
  ["admin", 60],
]);
const tooLow = new Set(["guest", "planner", "reporter", "security manager", "minimal access"]);

const names: Readonly<Record<number, string>> = {
  0: "no one",
  30: "Developers and above",
  40: "Maintainers and above",
  50: "Owners",
  60: "administrators",
};

/** "Maintainers and above"; a level this version has no word for by its number. */
export function levelName(level: number): string {
  return names[level] ?? `access level ${level}`;
}

/** `no one` of the configuration: the list is empty then. */
export function isNoOne(text: string): boolean {
  return /^no[ _-]?one$/i.test(text.trim());
}

/**
 * One entry of `merge` or `push`: a role, a username, a group by its full path (a top-level one with a slash at its end), or a
 * number as findings show it. @returns what is wrong with it as text
 */
export function parseWho(text: string): Who | string {
  const word = text.trim();
  const role = word.toLowerCase().replace(/^(.*?)s$/, "$1");
  const level = levels.get(role);
  if (level !== undefined) return { kind: "level", level };
  if (tooLow.has(role)) return `no branch is open to ${role}s: expected developer, maintainer, owner or admin`;
  const numbered = /^(user|group|deploy key) #(\d+)$/i.exec(word);
  if (numbered) return { kind: `${numbered[1]?.toLowerCase().replace(" ", "-")}-id` as "user-id", id: numbered[2] ?? "" };
  if (/^@?[\w][\w.-]*$/.test(word)) return { kind: "user", username: word.replace(/^@/, "") };
  if (/^[\w][\w.-]*(?:\/[\w][\w.-]*)*\/?$/.test(word)) return { kind: "group", path: word.replace(/\/$/, "") };
  return 'expected a role, a username, the path of a group, "user #1", "group #1", "deploy key #1" or no one';
}

/** As the configuration would write it, for a person to read. */
export function whoName(who: Who): string {
  if (who.kind === "level") return levelName(who.level);
  if (who.kind === "user") return `@${who.username}`;
  if (who.kind === "group") return who.path.includes("/") ? who.path : `${who.path}/`;
  return `${who.kind.replace("-id", "").replace("-", " ")} #${who.id}`;
}
