import type { TrackerContract, TrackerTrial } from "./contract.ts";
import { aDraft } from "./drafts.ts";
import { type SimulatedGitlab, simulatedGitlab } from "./gitlab.ts";

/** Who answers: a member of the project who is not the bot. */
const username = "leeokafor";

/** People with a browser, on the simulated GitLab. */
export const gitlabContract: TrackerContract = {
  name: "GitLab",
  async start() {
    const gitlab = await simulatedGitlab();
    let trials = 0;
    return {
      trial: async () => {
        trials += 1;
        await gitlab.clear();
        return trialOn(gitlab, `zendesk-${trials}/FY27-Q4`);
      },
      stop: async () => gitlab.stop(),
    };
  },
};

function trialOn(gitlab: SimulatedGitlab, auditId: string): TrackerTrial {
  const tracker = gitlab.tracker();
  const { signal } = new AbortController();
  const iid = async () => (await tracker.find(auditId, signal))?.link.iid ?? 0;
  return {
    tracker,
    draft: (over = {}, view) => aDraft(view, { auditId, ...over }),
    answer: async (of) => void (await gitlab.comment(await iid(), { username, ...of })),
    rewrite: async ({ comment, to }) => gitlab.rewrite(await iid(), { username, comment, body: to }),
    tick: async (words, checked) => gitlab.tick(await iid(), { words, username, checked }),
    closeByHand: async () => gitlab.setState(await iid(), { username, event: "close" }),
    thumbs: async (comment) => (await gitlab.thumbs(await iid(), comment)).length,
    remove: async () => gitlab.change({ do: "delete-issue", iid: await iid() }),
  };
}
