import type { HttpClient } from "../../http/client.ts";
import type { Row } from "../../model/source.ts";
import { eachOf } from "../about.ts";
import { readParts } from "../parts.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import type { Groups } from "./groups.ts";
import { listOrRefusal } from "./lists.ts";
import * as shapes from "./shapes.ts";

/** Something to ask for that only an answer told of; or the failure of that answer, which hides who knows how much. */
type Found<T> = T | { failed: unknown; name: string };

interface Via {
  /** The group's number; of one above a configured group its path. */
  key: string;
  path: string;
  name: string;
  /** Direct members of a group above, all members of an invited one. */
  list: "members" | "members/all";
}

/**
 * Members of the groups through which access comes: those above the configured ones, and those invited to them. One request a page
 * of each such group; a configured one has been asked already.
 */
export async function* viaMembers(client: HttpClient, of: { groups: Groups; reading: Reading }): AsyncGenerator<Row[]> {
  const vias = await allOf(of, async (group) => {
    const invited = await of.groups.invited.known(group.id, of.reading.signal);
    return [...above(group.full_path), ...invited.map(invitedGroup)];
  });
  const configured = new Set(vias.configured.flatMap(({ id, full_path }) => [id, full_path.toLowerCase()]));
  const wanted = distinct(vias.found, ({ key, list }) => `${list} ${key.toLowerCase()}`);
  const parts = wanted.filter((via) => "failed" in via || !configured.has(via.key.toLowerCase()));
  yield* readParts(parts, {
    name: ({ name }) => name,
    async *pages(via) {
      if ("failed" in via) throw via.failed;
      const path = `groups/${encodeURIComponent(via.key)}/${via.list}`;
      const rows = keepRows("via-members", await listOrRefusal(client, { path, refusals: [404], ...of.reading }), shapes.member);
      yield rows.map(({ id: user, ...row }) => {
        const id = `${via.list}/${via.key}/${user}/${row.access_level}/${row.created_at ?? ""}`;
        return { ...row, id, group: via.key, path: via.path, list: via.list, user };
      });
    },
  });
}

function above(path: string): Via[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => {
    const key = parts.slice(0, index + 1).join("/");
    return { key, path: key, name: `group ${key}`, list: "members" };
  });
}

function invitedGroup({ invited, full_path }: shapes.InvitedGroupRow): Via {
  return { key: invited, path: full_path, name: `invited group ${full_path}`, list: "members/all" };
}

/** Tokens of every project of the groups, each project once. Those to be deleted are nobody's to look at any more. */
export async function* projectTokens(
  client: HttpClient,
  of: { groups: Groups; reading: Reading; absent: Listing["absent"] },
): AsyncGenerator<Row[]> {
  const projects = await allOf(of, async ({ id }) => {
    const rows = await of.groups.projects.known(id, of.reading.signal);
    return rows.filter(({ marked_for_deletion_on }) => marked_for_deletion_on == null);
  });
  yield* readParts(
    distinct(projects.found, ({ project }) => project),
    {
      name: (project) => ("failed" in project ? project.name : `project ${project.path_with_namespace}`),
      absent: of.absent,
      async *pages(project) {
        if ("failed" in project) throw project.failed;
        yield await tokensOf(client, project.path_with_namespace, { key: project.project, reading: of.reading });
      },
    },
  );
}

/** The same of some projects by their paths, one request each. One that is gone and one that is hidden are the same 404. */
export async function* tokensOfProjects(client: HttpClient, paths: readonly string[], reading: Reading): AsyncGenerator<Row[]> {
  yield* eachOf(paths, (path) => tokensOf(client, path, { key: path, reading }));
}

async function tokensOf(client: HttpClient, of: string, { key, reading }: { key: string; reading: Reading }): Promise<Row[]> {
  const path = `projects/${encodeURIComponent(key)}/access_tokens`;
  const options = { path, query: { state: "active" }, refusals: [401], ...reading };
  const rows = keepRows("project-tokens", await listOrRefusal(client, options), shapes.accessToken);
  return rows.map((row) => ({ ...row, of }));
}

interface AllOf<T> {
  configured: shapes.GroupRow[];
  found: Found<T>[];
}

/** What each configured group tells of; a group that does not is one failure more. */
async function allOf<T>(
  { groups, reading }: { groups: Groups; reading: Reading },
  tell: (group: shapes.GroupRow) => Promise<T[]>,
): Promise<AllOf<T>> {
  const all: AllOf<T> = { configured: [], found: [] };
  const asked = (await groups.found(reading)).map(async (name) => {
    try {
      const group = await groups.known(name, reading);
      const found = await tell(group);
      return { group, found };
    } catch (failed) {
      return { group: null, found: [{ failed, name: `group ${name}` }] };
    }
  });
  for (const { group, found } of await Promise.all(asked)) {
    if (group) all.configured.push(group);
    all.found.push(...found);
  }
  return all;
}

/** Each once, by its key; failures all stay. */
function distinct<T extends object>(found: readonly Found<T>[], keyOf: (one: T) => string): Found<T>[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    if ("failed" in one) return true;
    const key = keyOf(one);
    return !seen.has(key) && seen.add(key);
  });
}
