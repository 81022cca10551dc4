import { z } from "zod";
import type { HttpClient, SendOptions } from "../../http/client.ts";
import { linkPages } from "../../http/paging.ts";
import { platformError } from "../../model/errors.ts";

export type Asked = SendOptions & { path: string };

/** One row. @throws platform error where it is of another shape */
export async function answer<T>(client: HttpClient, shape: z.ZodType<T>, { path, ...options }: Asked): Promise<T> {
  return parsed(shape, (await client.send(path, options)).json(), path);
}

/** `null` where GitLab answers one of `none`: by default 404, its word for "not there" and for "not for you". */
export async function optional<T>(
  client: HttpClient,
  shape: z.ZodType<T>,
  asked: Asked & { none?: number[] },
): Promise<T | null> {
  const { path, none = [404], ...options } = asked;
  const response = await client.send(path, { ...options, ok: none });
  return none.includes(response.status) ? null : parsed(shape, response.json(), path);
}

/** A list to its end. */
export async function rows<T>(client: HttpClient, shape: z.ZodType<T>, asked: Asked): Promise<T[]> {
  const { path, query, signal } = asked;
  const all: T[] = [];
  const pages = linkPages(client, { path, query: { per_page: "100", ...query }, signal });
  for await (const page of pages) all.push(...parsed(z.array(shape), page, path));
  return all;
}

export function parsed<T>(shape: z.ZodType<T>, body: unknown, path: string): T {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue ? `${issue.path.join(".") || "the answer"} ${issue.message}` : "unknown shape";
  throw platformError(
    `GitLab: ${path} answered something its documentation does not allow: ${where}`,
    "check that url is the address of a GitLab; if it is, report this line as a bug",
  );
}
