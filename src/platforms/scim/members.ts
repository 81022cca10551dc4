import { type HttpClient, HttpError } from "../../http/client.ts";
import { configurationError, laterError, platformError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { adminGroups, comparedGroups, groupsNamed, nestedGroup } from "./groups.ts";
import type { ScimSettings } from "./settings.ts";
import { type GroupRow, group as shape } from "./shapes.ts";

/** Members are asked for by name: many servers leave them out of lists unless they are. */
export const groupAttributes = "displayName,externalId,members";

interface Asked {
  settings: ScimSettings;
  reading: Reading;
  /** Pages of the list of groups. */
  pages: AsyncIterable<Row[]>;
}

/** Groups asked for at the same time; how many requests go out at once is the client's to say. */
const atOnce = 8;

/**
 * The list of groups with their members. A group without any, where others have some, is empty. Where no group of the whole list has
 * a single one, the server may leave them out of lists even when asked: then the groups that are looked at are asked for one by one,
 * and those within them.
 * @throws configuration error where a group the configuration names is none, or more than one
 */
export async function* withMembers(client: HttpClient, { settings, reading, pages }: Asked): AsyncGenerator<Row[]> {
  const names = new Names(settings);
  const bare: Row[] = [];
  let isTold = false;
  for await (const page of pages) {
    names.see(page as unknown as GroupRow[]);
    isTold ||= page.some((row) => (row as unknown as GroupRow).members?.length);
    if (isTold) yield [...bare.splice(0), ...page];
    else bare.push(...page);
  }
  names.end();
  if (!isTold) yield* oneByOne(client, { settings, reading, bare });
}

async function* oneByOne(
  client: HttpClient,
  { settings, reading, bare }: { settings: ScimSettings; reading: Reading; bare: Row[] },
): AsyncGenerator<Row[]> {
  const groups = new Map(bare.map((row) => [row.id, row as unknown as GroupRow]));
  const isGroup = (id: string) => groups.has(id);
  const wanted = new Set([...comparedGroups(settings, groups), ...adminGroups(settings, groups)].map(({ id }) => id));
  // Those found within a group join the end while the others are asked for.
  const waiting = [...wanted];
  while (waiting.length > 0) {
    const rows = await Promise.all(waiting.splice(0, atOnce).map((id) => oneGroup(client, id, reading)));
    for (const member of rows.flatMap(({ members }) => members ?? [])) {
      const nested = nestedGroup(member, isGroup);
      if (nested === null || !groups.has(nested) || wanted.has(nested)) continue;
      wanted.add(nested);
      waiting.push(nested);
    }
    yield rows as unknown as Row[];
  }
  yield bare.filter(({ id }) => !wanted.has(id));
}

async function oneGroup(client: HttpClient, id: string, { meter, signal }: Reading): Promise<GroupRow> {
  try {
    const options = { query: { attributes: groupAttributes }, meter, signal };
    const body = (await client.send(`/Groups/${encodeURIComponent(id)}`, options)).json();
    const [row] = keepRows("groups", [body], shape);
    if (row?.id === id) return row as unknown as GroupRow;
    throw platformError(`groups: asked for group ${JSON.stringify(id)}, the answer is about ${JSON.stringify(row?.id)}`);
  } catch (error) {
    if (!(error instanceof HttpError && error.status === 404)) throw error;
    throw laterError(`groups: group ${JSON.stringify(id)} was in the list and is gone: the list moved`, "run the audit again");
  }
}

/** The groups the configuration names, looked for in the list as it comes. */
class Names {
  readonly #found: Map<string, GroupRow[]>;

  constructor({ groups, admin_groups }: ScimSettings) {
    this.#found = new Map([...(groups || []), ...(admin_groups ?? [])].map((name) => [name, []]));
  }

  see(page: readonly GroupRow[]): void {
    for (const [name, found] of this.#found) found.push(...groupsNamed(name, page));
  }

  end(): void {
    for (const [name, found] of this.#found) {
      const ids = [...new Set(found.map(({ id }) => id))];
      if (ids.length === 1 || ids.includes(name)) continue;
      const what = ids.length === 0 ? "no group of this service" : `the name of ${ids.length} groups (${ids.join(", ")})`;
      const fix =
        ids.length === 0 ? "write its displayName or id as the service has it" : "write the id of the one that is meant";
      throw configurationError(`${JSON.stringify(name)} in rollcall.yaml is ${what}`, fix);
    }
  }
}
