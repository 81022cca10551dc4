import type { z } from "zod";
import type { HttpClient } from "../../http/client.ts";
import { platformError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import { type Parts, readParts } from "../parts.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { someMembers } from "./about.ts";
import type { Groups } from "./groups.ts";
import { type ListOptions, listOrRefusal } from "./lists.ts";
import * as shapes from "./shapes.ts";
import { projectTokens, tokensOfProjects, viaMembers } from "./spread.ts";

const anyMember = "a token with the scope read_api, of a member of the group";
const owner = "a token with the scope read_api, of an Owner of the group";

/** Absent with a plan: GitLab answers 402, or a 403 that asks for an upgrade. */
const plan: Listing["absent"] = { 402: "the group's plan does not have it" };

/** One list of each configured group. */
interface GroupList {
  name: string;
  /** Below `groups/:id/`. */
  path: string;
  query?: Record<string, string>;
  right: string;
  absent?: Listing["absent"];
  refusals?: ListOptions["refusals"];
  shape: z.ZodType;
  /** Its id among all rows of the source, and what else a row is given. */
  keyed(row: Row, group: shapes.GroupRow): Row;
  /** What a list cannot be. @throws where it is */
  check?(rows: readonly Row[]): void;
  /** Whether it can be asked for some users only. */
  byUser?: true;
  /** Groups it is asked of; left out: all. */
  only?(group: shapes.GroupRow): boolean;
}

const lists: GroupList[] = [
  {
    name: "members",
    path: "members/all",
    byUser: true,
    right: anyMember,
    shape: shapes.member,
    keyed: memberOf,
    check(rows) {
      if (rows.length === 0) throw platformError("it has no member at all: the list cannot be the whole", "run again");
    },
  },
  { name: "direct-members", path: "members", byUser: true, right: anyMember, shape: shapes.member, keyed: memberOf },
  {
    name: "invitations",
    path: "invitations",
    right: owner,
    shape: shapes.invitation,
    keyed: (row, { id }) => ({ ...row, id: `${id}/${row.invite_email ?? ""}/${row.created_at ?? ""}`, group: id }),
  },
  {
    name: "billable-members",
    path: "billable_members",
    right: "a token with the scope read_api, of an Owner of the top-level group",
    absent: { ...plan, 400: "GitLab tells it of top-level groups only, and none is configured" },
    refusals: [400, 404],
    shape: shapes.billable,
    keyed: ({ id: user, ...row }, { id }) => ({ ...row, id: `${id}/${user}`, group: id, user }),
    only: ({ parent_id }) => parent_id == null,
  },
  {
    name: "group-tokens",
    path: "access_tokens",
    query: { state: "active" },
    right: owner,
    absent: plan,
    refusals: [401],
    shape: shapes.accessToken,
    keyed: (row, { full_path }) => ({ ...row, of: full_path }),
  },
];

/** A user may stand in one list twice, at the levels of two memberships: that is no row read twice. */
function memberOf({ id: user, ...row }: Row, { id }: shapes.GroupRow): Row {
  return { ...row, id: `${id}/${user}/${row.access_level}/${row.created_at ?? ""}`, group: id, user };
}

/** Every listing of the configured groups, as docs.gitlab.com/api names them. All come in parts, one a group or project. */
export function gitlabListings(client: HttpClient, groups: Groups): Listing[] {
  return [
    {
      ...part("groups", "GET /groups/{group}?with_projects=false", anyMember),
      pages: (reading) =>
        readParts(groups.configured, {
          name: groupName,
          async *pages(name) {
            yield [(await groups.groups.keep(name, reading)) as unknown as Row];
          },
        }),
    },
    ...lists.map((list) => groupList(client, { list, groups })),
    {
      ...part("invited-groups", "GET /groups/{group}/invited_groups?per_page=100", anyMember),
      pages: (reading) => keptOf(groups, { answers: groups.invited, reading }),
    },
    {
      ...part(
        "via-members",
        "GET /groups/{ancestor}/members?per_page=100, GET /groups/{invited group}/members/all?per_page=100",
        "a token of somebody who is in the group above, or the invited one, as well",
      ),
      pages: (reading) => viaMembers(client, { groups, reading }),
    },
    {
      ...part(
        "projects",
        "GET /groups/{group}/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100",
        anyMember,
      ),
      pages: (reading) => keptOf(groups, { answers: groups.projects, reading }),
    },
    {
      ...part(
        "project-tokens",
        "GET /projects/{project}/access_tokens?state=active&per_page=100",
        "a token with the scope read_api, of a Maintainer of the project or an Owner of the group",
      ),
      absent: plan,
      pages: (reading) => projectTokens(client, { groups, reading, absent: plan }),
      about: {
        by: "of",
        requests: (paths) => paths.length,
        rows: (paths, reading) => tokensOfProjects(client, paths, reading),
      },
    },
  ];
}

function part(name: string, query: string, right: string) {
  return { name, query, right, inParts: true as const };
}

function groupName(name: string): string {
  return `group ${name}`;
}

function groupList(client: HttpClient, { list, groups }: { list: GroupList; groups: Groups }): Listing {
  const query = { ...list.query, per_page: "100" };
  const parts = async function* (reading: Reading, more: Record<string, string | string[]> = {}) {
    yield* readParts(await groups.found(reading), partsOf(client, { list, groups, reading, more }));
  };
  return {
    ...part(list.name, `GET /groups/{group}/${list.path}?${new URLSearchParams(query)}`, list.right),
    absent: list.absent,
    pages: (reading) => parts(reading),
    ...(list.byUser ? { about: someMembers(groups.configured.length, parts) } : {}),
  };
}

interface Asking {
  list: GroupList;
  groups: Groups;
  reading: Reading;
  more: Record<string, string | string[]>;
}

function partsOf(client: HttpClient, { list, groups, reading, more }: Asking): Parts<string> {
  return {
    name: groupName,
    absent: list.absent,
    async *pages(name) {
      const group = await groups.known(name, reading);
      if (list.only && !list.only(group)) throw notAsked();
      const { path, refusals } = list;
      const query = { ...list.query, ...more };
      const given = await listOrRefusal(client, { path: `groups/${group.id}/${path}`, query, refusals, ...reading });
      const rows = keepRows(list.name, given, list.shape);
      // Of some members there may be none.
      if (Object.keys(more).length === 0) list.check?.(rows);
      yield rows.map((row) => list.keyed(row, group));
    },
  };
}

/** What GitLab would say, without asking: 400, the one answer here that means there is no such list. */
function notAsked(): Error {
  return Object.assign(platformError("not a top-level group"), { status: 400 });
}

type Kept = { keep(id: string, reading: Reading): Promise<{ id: string; group: string }[]> };

async function* keptOf(groups: Groups, { answers, reading }: { answers: Kept; reading: Reading }): AsyncGenerator<Row[]> {
  yield* readParts(await groups.found(reading), {
    name: groupName,
    async *pages(name) {
      const { id } = await groups.known(name, reading);
      yield (await answers.keep(id, reading)) as unknown as Row[];
    },
  });
}
