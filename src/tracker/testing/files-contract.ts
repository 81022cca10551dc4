import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesTracker } from "../files.ts";
import type { TrackerContract, TrackerTrial } from "./contract.ts";
import { aDraft } from "./drafts.ts";

/** People with an editor. */
export const filesContract: TrackerContract = {
  name: "plain files",
  async start() {
    const parent = await mkdtemp(join(tmpdir(), "rollcall-contract-"));
    let trials = 0;
    return {
      trial: async () => {
        trials += 1;
        return trialIn(join(parent, "audits"), `zendesk-${trials}/FY27-Q4`);
      },
      stop: () => rm(parent, { recursive: true, force: true }),
    };
  },
};

function trialIn(folder: string, auditId: string): TrackerTrial {
  const path = join(folder, `${auditId.replace("/", "-")}.md`);
  const talk = path.replace(/\.md$/, "-conversation.md");
  const edit = async (file: string, change: (text: string) => string) => writeFile(file, change(await readFile(file, "utf8")));
  return {
    tracker: filesTracker(folder),
    draft: (over = {}, view) => aDraft(view, { auditId, ...over }),
    answer: ({ thread, body }) => edit(talk, (text) => below(text, { thread, body })),
    rewrite: ({ from, to }) => edit(talk, (text) => text.replace(from, to ?? "")),
    tick: (words, checked) =>
      edit(path, (text) =>
        text
          .split("\n")
          .map((line) => (line.includes(words) ? line.replace(/^- \[[ x]\]/, `- [${checked ? "x" : " "}]`) : line))
          .join("\n"),
      ),
    closeByHand: () => edit(path, (text) => text.replace("State: open", "State: closed")),
    thumbs: async (comment) => (await readFile(talk, "utf8")).split(`rollcall:thumb of="${comment}"`).length - 1,
    remove: () => rm(path),
  };
}

/** Below the last thing of that thread, as somebody does who reads from the top. */
function below(text: string, { thread, body }: { thread: string; body: string }): string {
  const lines = text.split("\n");
  const isHeading = (line: string) => /^#{2,3} .*rollcall:said/.test(line);
  const last = lines.findLastIndex((line) => isHeading(line) && line.includes(`thread="${thread}"`));
  const next = lines.findIndex((line, index) => index > last && isHeading(line));
  const at = next < 0 ? lines.length : next;
  return [...lines.slice(0, at), "", body, "", ...lines.slice(at)].join("\n");
}
