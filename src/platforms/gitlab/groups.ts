import { type HttpClient, HttpError } from "../../http/client.ts";
import { configurationError, credentialsError, platformError } from "../../model/errors.ts";
import type { Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { Answers } from "./answers.ts";
import { listOrRefusal } from "./lists.ts";
import * as shapes from "./shapes.ts";

/**
 * The configured groups, and what must be known of them before more can be asked: their numbers, the groups invited to them, their
 * projects. A group that cannot be found is said to be so by every listing.
 */
export class Groups {
  /** As the configuration names them. */
  readonly configured: readonly string[];
  readonly #client: HttpClient;
  readonly #host: string;
  readonly groups: Answers<shapes.GroupRow>;
  /** By the group's number. */
  readonly invited: Answers<shapes.InvitedGroupRow[]>;
  readonly projects: Answers<shapes.ProjectRow[]>;

  constructor(client: HttpClient, { groups, url }: { groups: readonly string[]; url: URL }) {
    this.#client = client;
    this.#host = url.host;
    this.configured = groups;
    this.groups = new Answers((name, reading) => this.#group(name, reading));
    this.invited = new Answers((id, reading) => this.#invited(id, reading));
    this.projects = new Answers((id, reading) => this.#projects(id, reading));
  }

  /** The group, by whatever name the configuration has for it. @throws configuration error where there is none for this token */
  known(name: string, { signal }: Reading): Promise<shapes.GroupRow> {
    return this.groups.known(name, signal);
  }

  /**
   * Names of the groups that were found. One that was not is told by the listing of groups, once, and the others are asked about;
   * where none was, every listing says why.
   */
  async found(reading: Reading): Promise<readonly string[]> {
    const known = await Promise.allSettled(this.configured.map((name) => this.known(name, reading)));
    const found = this.configured.filter((_, index) => known[index]?.status === "fulfilled");
    return found.length > 0 ? found : this.configured;
  }

  async #group(name: string, { meter, signal }: Reading): Promise<shapes.GroupRow> {
    const path = `groups/${encodeURIComponent(name)}`;
    try {
      const answer = await this.#client.send(path, { query: { with_projects: "false" }, meter, signal });
      const [row] = keepRows("groups", [answer.json()], shapes.group);
      if (row) return row as unknown as shapes.GroupRow;
    } catch (error) {
      throw error instanceof HttpError ? this.#told(name, error) : error;
    }
    throw platformError(`groups: GitLab answered nothing about ${name}`);
  }

  #told(name: string, error: HttpError): Error {
    if (error.status === 401)
      return credentialsError(
        error.message,
        `check the token: it may have expired or been revoked, or be of another GitLab than ${this.#host}`,
      );
    if (error.status !== 404 || error.headers.get("content-type")?.includes("html")) return error;
    return configurationError(
      `there is no group ${name} on ${this.#host}, or this token may not see it`,
      "check groups and url in rollcall.yaml, and that the token's user is a member there",
    );
  }

  async #invited(id: string, reading: Reading): Promise<shapes.InvitedGroupRow[]> {
    const rows = await listOrRefusal(this.#client, { path: `groups/${id}/invited_groups`, ...reading });
    return keepRows("invited-groups", rows, shapes.invitedGroup).map((row) => {
      const { id: invited, ...more } = row as unknown as { id: string; full_path: string };
      return { ...more, id: `${id}/${invited}`, group: id, invited } as shapes.InvitedGroupRow;
    });
  }

  async #projects(id: string, reading: Reading): Promise<shapes.ProjectRow[]> {
    // Without `with_shared` foreign projects would come along.
    const query = { include_subgroups: "true", with_shared: "false", order_by: "id", sort: "asc" };
    const rows = await listOrRefusal(this.#client, { path: `groups/${id}/projects`, query, ...reading });
    return keepRows("projects", rows, shapes.project).map((row) => {
      const { id: project, ...more } = row as unknown as { id: string; path_with_namespace: string };
      return { ...more, id: `${id}/${project}`, group: id, project } as shapes.ProjectRow;
    });
  }
}
