import { describe, expect, it } from "vitest";
import { blobId } from "./gitlab/blob-id.ts";
import { commit, project, refusalAt, rosterAt } from "./gitlab/testing/fake.ts";

describe("one file", () => {
  const csv = "name,email\nDana,dana@acme.test\n";
  const fileOf = (text: string, over: Record<string, unknown> = {}) => ({
    file_path: "people.csv",
    size: Buffer.byteLength(text),
    encoding: "base64",
    content: Buffer.from(text).toString("base64"),
    blob_id: blobId(Buffer.from(text), commit),
    commit_id: commit,
    ...over,
  });

  it.each([
    ["people.csv", csv],
    ["teams/people.yaml", "people:\n- name: Dana\n  email: dana@acme.test\n"],
  ])("%s is read in two requests", async (path, text) => {
    const server = await project(() => ({ file: fileOf(text) }));
    const roster = await rosterAt(server.base, { path });
    expect(roster).toMatchObject({ revision: commit, source: `GitLab acme/team: ${path}` });
    expect(roster.people.map(({ id, places }) => [id, places.email])).toEqual([
      ["dana@acme.test", { file: path, line: path.endsWith("csv") ? 2 : 3 }],
    ]);
    expect(server.heard[1]?.path).toBe(`/api/v4/projects/acme%2Fteam/repository/files/${encodeURIComponent(path)}?ref=${commit}`);
    expect(server.heard).toHaveLength(2);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["that was cut", { content: Buffer.from(csv.slice(0, 20)).toString("base64") }, "is not what commit"],
    ["of another commit", { commit_id: "f".repeat(40) }, "is not what commit"],
    ["in another encoding", { encoding: "text" }, "encoding: "],
    ["without content", { content: null }, "content: "],
  ])("%s is refused", async (_, over, message) => {
    const server = await project(() => ({ file: fileOf(csv, over) }));
    expect((await refusalAt(server.base, { path: "people.csv" })).message).toContain(message);
  });
});
