import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-arrows-"));
  const config = JSON.parse(readFileSync(join(root, "biome.json"), "utf8")) as Record<string, unknown>;
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...config, vcs: undefined, $schema: undefined }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lints `code` planted at `path`, under the project's own rules. */
function lint(path: string, code: string): { refused: boolean; said: string } {
  const planted = join(folder, path);
  mkdirSync(dirname(planted), { recursive: true });
  writeFileSync(planted, code);
  const biome = spawnSync(join(root, "node_modules/.bin/biome"), ["lint", "--colors=off", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  return { refused: biome.status !== 0, said: biome.stdout + biome.stderr };
}

test.each([
  ["src/model/planted.ts", "../core/match.ts"],
  ["src/core/planted.ts", "node:fs"],
  ["src/core/planted.ts", "../http/client.ts"],
  ["src/checks/planted.ts", "../roster/load.ts"],
  ["src/reports/planted.ts", "../checks/index.ts"],
  ["src/platforms/zendesk/planted.ts", "../../tracker/tracker.ts"],
  ["src/platforms/zendesk/normalise.ts", "../../http/client.ts"],
  ["src/tracker/answers.ts", "../http/client.ts"],
  ["src/tracker/said-lines.ts", "node:fs"],
  ["src/roster/planted.ts", "../config/load.ts"],
  ["src/http/planted.ts", "../platforms/platform.ts"],
  ["src/notify/planted.ts", "../tracker/tracker.ts"],
  ["src/tracker/planted.ts", "../notify/channel.ts"],
  ["src/core/planted.ts", "../notify/channel.ts"],
  ["src/evidence/planted.ts", "../store/store.ts"],
  ["src/core/planted.ts", "../evidence/archive.ts"],
  ["src/operations/planted.ts", "../cli/main.ts"],
  ["src/operations/planted.ts", "../app.ts"],
  ["src/cli/planted.ts", "../platforms/index.ts"],
  ["src/cli/planted.ts", "../server/serve.ts"],
  ["src/server/planted.ts", "../store/database.ts"],
  ["src/server/planted.ts", "../cli/main.ts"],
  ["src/operations/planted.ts", "../server/serve.ts"],
  ["simulators/planted.ts", "../src/model/json.ts"],
])("%s may not import %s", (path, from) => {
  const { refused, said } = lint(path, `import { x } from "${from}";\n\nexport const y = x;\n`);
  expect(said).toContain("noRestrictedImports");
  expect(refused).toBe(true);
});

test.each(["fetch", "process", "setTimeout"])("a pure room may not use %s", (name) => {
  expect(lint("src/core/planted.ts", `export const y = ${name};\n`).said).toContain("noRestrictedGlobals");
});

test("what people say in the issue is parsed without a clock or a network", () => {
  expect(lint("src/tracker/answers.ts", "export const y = fetch;\n").said).toContain("noRestrictedGlobals");
});

test("two files may not import each other", () => {
  lint("src/core/one.ts", 'import { b } from "./two.ts";\n\nexport const a = b;\n');
  expect(lint("src/core/two.ts", 'import { a } from "./one.ts";\n\nexport const b = a;\n').said).toContain("noImportCycles");
});

/** Pure parts of edges: words in, values out. */
const pureParts = /"\.\.\/tracker\/answers\.ts"/;

test("operations know edges only as types, and reach them through Context", () => {
  const operations = join(root, "src/operations");
  const values = readdirSync(operations)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap(
      (file) =>
        readFileSync(join(operations, file), "utf8").match(
          /^import (?!type )[^;]*"\.\.\/(?:config|roster|http|platforms|tracker|notify|store)\/[^;]*;/gm,
        ) ?? [],
    )
    .filter((statement) => !pureParts.test(statement))
    .filter((statement) => !/^import \{(?:\s*type [^,}]+,?)+\s*\}/.test(statement));
  expect(values).toEqual([]);
});

test("a room may import along its arrows", () => {
  expect(lint("src/core/planted.ts", 'import { x } from "../model/json.ts";\n\nexport const y = x;\n')).toMatchObject({
    refused: false,
  });
});

test.each([
  ["exceljs", "src/reports/xlsx.ts"],
  ["pdfmake", "src/reports/pdf-file.ts"],
])("%s is used by %s alone", (library, file) => {
  const users = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => /(?<!\.test|\.d)\.ts$/.test(path))
    .filter((path) => readFileSync(join(root, "src", path), "utf8").includes(`from "${library}`));
  expect(users.map((path) => `src/${path}`)).toEqual([file]);
});
