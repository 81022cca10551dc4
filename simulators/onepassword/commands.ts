import type { Group, State, User } from "./data.ts";

/** What a run prints, and the text of its error where it ends badly. */
export interface Printed {
  out?: string;
  error?: string;
}

interface Asked {
  state: State;
  input: string;
  env: NodeJS.ProcessEnv;
  /** Another command has opened the app. */
  isOpened: boolean;
}

/** A command taken apart: its words, and its flags without the one for JSON. */
interface Command {
  words: string[];
  flags: Map<string, string>;
}

const signIn = "You are not currently signed in. Please run `op signin --help` for instructions";
const writes = new Set("suspend reactivate delete provision confirm edit create grant revoke".split(" "));

/** What `op` prints for a command line. */
export function answer(argv: readonly string[], asked: Asked): Printed {
  const { state } = asked;
  if (argv[0] === "--version") return { out: `${state.switches.version}\n` };
  const command = parsed(argv);
  if (typeof command === "string") return { error: command };
  if (command.flags.get("format") !== "json") return { out: "ID    NAME    EMAIL    STATE    TYPE\n" };
  // An audit reads. Whoever writes here has a fault, and is told so in the loudest way there is.
  if (command.words.some((word) => writes.has(word))) return { error: "this account is read-only" };
  return refused(command, asked) ?? printed(command, asked);
}

const valued = new Set(["--format", "--group", "--vault", "--account", "--session"]);

/** @returns what is wrong with it, where something is */
function parsed(argv: readonly string[]): Command | string {
  const words: string[] = [];
  const flags = new Map<string, string>();
  const waiting = [...argv];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === "-" || !word.startsWith("-")) words.push(word);
    else if (valued.has(word)) flags.set(word.slice(2), waiting.shift() ?? "");
    else return `unknown flag: ${word}`;
  }
  return { words, flags };
}

/** Who may ask at all, and for this. */
function refused({ words }: Command, { state, env, isOpened }: Asked): Printed | null {
  const { switches, serviceToken } = state;
  if (env.OP_CONNECT_HOST !== undefined && env.OP_CONNECT_TOKEN !== undefined)
    return { error: `${words.join(" ")} is not supported with Connect` };
  if (env.OP_SERVICE_ACCOUNT_TOKEN === undefined) {
    const isHidden = switches.app && words[0] === "whoami" && !isOpened;
    return switches.signedIn && !isHidden ? null : { error: isHidden ? "account is not signed in" : signIn };
  }
  if (env.OP_SERVICE_ACCOUNT_TOKEN !== serviceToken) return { error: "invalid service account token" };
  const text = words.join(" ");
  return switches.refused.some((first) => text.startsWith(first))
    ? { error: `${text} is not supported with service accounts` }
    : null;
}

function printed({ words, flags }: Command, asked: Asked): Printed {
  const { data, switches } = asked.state;
  const [noun = "", verb = "", ...rest] = words;
  const isService = asked.env.OP_SERVICE_ACCOUNT_TOKEN !== undefined;
  switch (`${noun} ${verb}`.trim()) {
    case "whoami":
      return json(whoAmI(asked.state, isService));
    case "group list":
      return list(asked.state, data.groups.map(listedGroup));
    case "group user":
      return rest[0] === "list"
        ? inGroup(asked.state, rest[1] ?? "")
        : { error: `unknown command "${rest[0]}" for "op group user"` };
    case "user list":
      return flags.has("group") ? inGroup(asked.state, flags.get("group") ?? "") : list(asked.state, data.users.map(listedUser));
    case "user get":
      return rest[0] === "-" ? piped(asked) : one(asked.state, rest[0] ?? "");
    case "vault list":
      return vaults(asked.state, flags.get("group"));
    case "service-account ratelimit":
      return isService && switches.remaining !== null ? rateLimit(switches.remaining) : { error: "unknown command" };
    default:
      return { error: `unknown command "${words.join(" ")}" for "op"` };
  }
}

function json(value: unknown): Printed {
  return { out: `${JSON.stringify(value, null, 2)}\n` };
}

function list({ switches }: State, rows: readonly object[]): Printed {
  if (rows.length > 0) return json(rows);
  return { out: switches.empty === "nothing" ? "" : `${switches.empty}\n` };
}

function whoAmI({ data }: State, isService: boolean): object {
  const me = data.users.find(({ id }) => id === data.me);
  const { url, id } = data.account;
  const of = isService ? { user_type: "SERVICE_ACCOUNT", email: "bot@1passwordserviceaccounts.com" } : { email: me?.email };
  return { url, ...of, user_uuid: data.me, account_uuid: id, shorthand: "acme" };
}

function listedGroup({ id, name, description, state, created_at }: Group): object {
  return { id, name, description, state, created_at };
}

function listedUser({ id, name, email, type, state }: User): object {
  return { id, name, email, type, state };
}

/** By id or by name, as `op` takes both; a name of two groups is refused. */
function groupOf({ data }: State, selector: string): Group | string {
  const found = data.groups.filter(({ id, name }) => id === selector || name === selector);
  if (found.length === 1 && found[0]) return found[0];
  if (found.length === 0) return `"${selector}" isn't a group. Specify the group with its UUID, name, or domain.`;
  return `More than one group matches "${selector}". Try again and specify the group by its ID`;
}

function inGroup(state: State, selector: string): Printed {
  const group = groupOf(state, selector);
  if (typeof group === "string") return { error: group };
  const users = new Map(state.data.users.map((user) => [user.id, user]));
  const rows = group.members.flatMap(({ user, role }) => {
    const found = users.get(user);
    return found ? [{ ...listedUser(found), role }] : [];
  });
  return list(state, rows);
}

function vaults(state: State, selector: string | undefined): Printed {
  if (selector === undefined) return list(state, state.data.vaults.map(listedVault));
  const group = groupOf(state, selector);
  if (typeof group === "string") return { error: group };
  return list(state, state.data.vaults.filter(({ groups }) => groups.includes(group.id)).map(listedVault));
}

function listedVault({ id, name }: { id: string; name: string }): object {
  return { id, name, content_version: 7 };
}

function one({ data }: State, selector: string): Printed {
  const user = data.users.find(({ id, email }) => id === selector || email === selector);
  return user ? json(wholeUser(user)) : { error: `"${selector}" isn't a user. Specify the user with its UUID, name, or email.` };
}

function wholeUser(user: User): object {
  return { ...user, updated_at: user.created_at };
}

/** Takes an array or objects with an id, whatever the line breaks. */
function piped({ state, input }: Asked): Printed {
  const { piped: how } = state.switches;
  if (how === "refused") return { error: '"-" isn\'t a user. Specify the user with its UUID, name, or email.' };
  const ids = [...input.matchAll(/"id"\s*:\s*"([^"]+)"/g)].map(([, id]) => id ?? "");
  const users = new Map(state.data.users.map((user) => [user.id, user]));
  const unknown = ids.find((id) => !users.has(id));
  if (unknown !== undefined) return { error: `"${unknown}" isn't a user. Specify the user with its UUID, name, or email.` };
  const rows = ids.flatMap((id) => users.get(id) ?? []).map(wholeUser);
  if (how === "array") return json(rows);
  return {
    out: rows
      .slice(0, how === "first" ? 1 : undefined)
      .map((row) => JSON.stringify(row, null, 2))
      .join("\n"),
  };
}

function rateLimit(remaining: number): Printed {
  const reset = "2026-11-22T13:00:00Z";
  return json([
    { type: "token", action: "write", limit: 1000, used: 0, remaining: 1000, reset },
    { type: "token", action: "read", limit: 10_000, used: 10_000 - remaining, remaining, reset },
    { type: "account", action: "read_write", limit: 50_000, used: 100, remaining: 49_900, reset },
  ]);
}
