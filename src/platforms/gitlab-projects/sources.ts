import type { z } from "zod";
import { type HttpClient, HttpError } from "../../http/client.ts";
import { credentialsError, RollcallError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import { eachOf } from "../about.ts";
import { wholeList } from "../gitlab/whole-list.ts";
import { readParts } from "../parts.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { ProjectList, projectsQuery } from "./project-list.ts";
import { explained, inPlan, planLacks } from "./refusals.ts";
import type { GitlabProjectsSettings } from "./settings.ts";
import * as shapes from "./shapes.ts";

const maintainer = "a token with the scope read_api whose user has the role Maintainer or Owner in the group";

interface Spec {
  name: string;
  /** Below `/projects/:id/`. */
  path: string;
  read(client: HttpClient, of: { path: string; project: string; reading: Reading }): Promise<Row>;
}

/** What is asked of each active project. */
const specs: Spec[] = [
  { name: "approvals", path: "approvals", read: one(shapes.approvals) },
  { name: "approval-settings", path: "merge_request_approval_setting", read: one(shapes.approvalSetting) },
  { name: "protected-branches", path: "protected_branches", read: rules },
];

/** Listings of one group: the group, its projects, three things of each project, and whom the configuration names. */
export function gitlabProjectsListings(client: HttpClient, settings: GitlabProjectsSettings): Listing[] {
  const asked = explained(client, settings);
  const group = `/groups/${encodeURIComponent(settings.group)}`;
  const projects = new ProjectList(asked, `${group}/projects`);
  const query = Object.entries(projectsQuery).map(([key, value]) => `${key}=${value}`);
  return [
    {
      name: "group",
      query: `GET ${group}?with_projects=false`,
      right: maintainer,
      async *pages({ meter, signal }) {
        const body = (await asked.send(group, { query: { with_projects: "false" }, meter, signal })).json();
        yield keepRows("group", [body], shapes.group);
      },
    },
    {
      name: "projects",
      query: `GET ${group}/projects?${query.join("&")}&per_page=100`,
      right: maintainer,
      pages: (reading) => projects.pages(reading),
    },
    ...specs.map((spec) => perProject(asked, spec, projects)),
    ...namedUsers(asked, settings),
  ];
}

function perProject(client: HttpClient, { name, path, read }: Spec, projects: ProjectList): Listing {
  const ask = (id: string, reading: Reading) => inPlan(read(client, { path: `/projects/${id}/${path}`, project: id, reading }));
  return {
    name,
    query: `GET /projects/{id}/${path}, of each active project`,
    right: maintainer,
    absent: planLacks,
    inParts: true,
    async *pages(reading) {
      const until = untilRefused();
      yield* readParts(await projects.active(reading.signal), {
        name: ({ path_with_namespace }) => `project ${path_with_namespace}`,
        absent: planLacks,
        async *pages({ id }) {
          yield [await until(() => ask(id, reading))];
        },
      });
    },
    about: {
      requests: (ids) => ids.length,
      // One that is archived or gone has no row in the listing either; the list of projects, asked once a run, says so.
      async *rows(ids, reading) {
        const active = new Set((await projects.active(reading.signal)).map(({ id }) => id));
        const there = ids.filter((id) => active.has(id));
        yield* eachOf(there, async (id) => [await ask(id, reading)]);
      },
    },
  };
}

function one(shape: z.ZodType): Spec["read"] {
  return async (client, { path, project, reading }) => {
    const body = (await client.send(path, { ...reading })).json();
    const [row] = keepRows(path, [body], shape);
    return { ...row, id: project };
  };
}

async function rules(client: HttpClient, { path, project, reading }: Parameters<Spec["read"]>[1]): Promise<Row> {
  const rows = await wholeList(client, { path, key: "id", ...reading });
  return { id: project, rules: keepRows("protected-branches", rows, shapes.rule) };
}

/**
 * People whom `merge` and `push` name: a rule names them by number only. One request a name, not a person; none where the
 * configuration names nobody.
 */
function namedUsers(client: HttpClient, { url, merge, push }: GitlabProjectsSettings): Listing[] {
  const names = [...merge, ...push].flatMap((who) => (who.kind === "user" ? [who.username.toLowerCase()] : []));
  if (names.length === 0) return [];
  return [
    {
      name: "named-users",
      query: "GET /users?username={name}, of each username in merge and push",
      right: "a token with the scope read_api",
      inParts: true,
      async *pages({ meter, signal }) {
        yield* readParts([...new Set(names)].sort(), {
          name: (username) => `user ${username}`,
          async *pages(username) {
            const rows = await wholeList(client, { path: "/users", query: { username }, key: "id", meter, signal });
            const [user] = keepRows("named-users", rows, shapes.user);
            if (!user) throw unknownUser(username, url);
            yield [user];
          },
        });
      },
    },
  ];
}

function unknownUser(username: string, { host }: URL): RollcallError {
  return new RollcallError(
    "configuration",
    `${host} knows no user ${username}`,
    "check merge and push in rollcall.yaml; a group is named by its full path, a top-level one with a slash at its end",
  );
}

/** A token nobody knows is refused for every project alike: after the first time no other is asked. */
function untilRefused(): <T>(ask: () => Promise<T>) => Promise<T> {
  let refused: RollcallError | null = null;
  return async (ask) => {
    if (refused) throw refused;
    try {
      return await ask();
    } catch (error) {
      if (error instanceof HttpError && error.status === 401) refused = credentialsError(error.message, error.fix ?? undefined);
      throw error;
    }
  };
}
