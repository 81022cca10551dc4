import { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import { Faults } from "../kit/faults.ts";
import { changeRows, showRows, type Tables } from "../kit/rows.ts";
import { type Served, serve } from "../kit/server.ts";
import type { GitlabBooks } from "./books.ts";
import { changeState, type StateChange, stateChange } from "./control.ts";
import { Limiter } from "./limits.ts";
import { answer } from "./server.ts";
import { createWorld, type Seed, userByName, type World } from "./state.ts";

export interface GitlabOptions {
  seed: Seed;
  /** Name in books, faults and state changes; default `gitlab`. */
  name?: string;
  books?: Books;
  faults?: Faults;
  /** ms every answer takes. */
  latency?(): number;
  /** Default: the wall clock. */
  now?(): Date;
  /** For limits, which are about real seconds; default: `now`. */
  limitNow?(): Date;
  /** What every limit is raised to; left out = GitLab.com's own. */
  limit?: number;
  /** Default: any free one. */
  port?: number;
  /** Username a browser without a session is signed in as; left out, it is sent to the sign-in page as GitLab does. */
  signedInAs?: string;
}

interface GitlabDescription {
  url: string;
  /** Path of the first project. */
  project: string;
  projects: string[];
  /** Value of the first token: the one an audit tracker is given. */
  token: string;
  /** Every token: whose it is and what it may. */
  tokens: { username: string; scopes: string[]; value: string }[];
}

export interface Gitlab extends Served {
  describe(): GitlabDescription;
  /** What it notified, ran and linked; for the kit's control as well. */
  books(): GitlabBooks;
  /** Makes something happen from outside. */
  change(change: StateChange): void;
  /** The same for the kit's control, which gives any object. */
  controlled: Controlled;
  /** Everything it holds, for a test in this process to look at. */
  world: World;
}

/** Starts a simulated GitLab on loopback. */
export async function startGitlab(options: GitlabOptions): Promise<Gitlab> {
  const now = options.now ?? (() => new Date());
  const world = createWorld(options.seed, now);
  const limiter = new Limiter(options.limitNow ?? now);
  limiter.raise(options.limit ?? 0);
  world.browserUserId = options.signedInAs === undefined ? null : (userByName(world, options.signedInAs)?.id ?? null);
  const served = await serve({
    name: options.name ?? "gitlab",
    books: options.books ?? new Books(),
    faults: options.faults ?? new Faults(),
    latency: () => options.latency?.() ?? 0,
    ...(options.port === undefined ? {} : { port: options.port }),
    answer: ({ method, address, headers, body }, fault) =>
      answer(world, limiter, { method, address: new URL(address.pathname + address.search, world.url), headers, body, fault }),
  });
  world.url = served.url;
  const change = (asked: StateChange): void => changeState(world, limiter, asked);
  return {
    ...served,
    describe: () => describe(world),
    books: () => world.books,
    change,
    controlled: {
      change: (state) => (state.table === undefined ? change(stateChange(state)) : changeRows(tablesOf(world), state)),
      show: (table) => showRows(tablesOf(world), table).map(withoutTexts),
      books: () => ({ ...world.books }),
    },
    world,
  };
}

/** What owners of groups and projects change on their pages: members, tokens, settings; not what people write in issues. */
function tablesOf({ users, groups, projects }: World): Tables {
  return { users, groups, projects };
}

function withoutTexts(row: object): object {
  const texts = new Set(["issues", "uploads", "templates", "repository"]);
  return Object.fromEntries(Object.entries(row).filter(([field]) => !texts.has(field)));
}

function describe(world: World): GitlabDescription {
  const tokens = world.tokens.map(({ userId, scopes, value }) => {
    const username = world.users.find((user) => user.id === userId)?.username ?? "ghost";
    return { username, scopes, value };
  });
  const projects = world.projects.map((project) => project.path);
  return { url: world.url, project: projects[0] ?? "", projects, token: tokens[0]?.value ?? "", tokens };
}
