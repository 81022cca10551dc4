import { Books } from "../../../simulators/kit/books.ts";
import { Faults } from "../../../simulators/kit/faults.ts";
import { startSlack, type Workspace } from "../../../simulators/slack/index.ts";
import { Secret } from "../../model/secret.ts";
import { slackChannel } from "../slack.ts";
import type { ChannelTrial } from "./trial.ts";

const token = "xoxb-example-slack";

export async function slackTrial(): Promise<ChannelTrial & { faults: Faults; workspace: Workspace }> {
  const [books, faults] = [new Books(), new Faults()];
  const members = [
    { id: "U0OPAL", name: "opal", email: "opal@acme.test" },
    { id: "U0GONE", name: "gone", email: "gone@acme.test", deleted: true },
    { id: "U0BOT", name: "bot", email: null, bot: true },
  ];
  const slack = await startSlack({ token, members, books, faults });
  const { workspace } = slack;
  return {
    faults,
    workspace,
    channel: slackChannel({ token: new Secret(token), url: new URL(slack.url) }, { rate: 1, clock: instant() }),
    canBeAsked: true,
    async arrived() {
      const { delivered } = workspace.books() as { delivered: { to: string; text: string }[] };
      return delivered.map(({ to, text }) => ({ to, text: shown(text) }));
    },
    async become(state) {
      if (state === "refusing") workspace.change({ member: { id: "U0OPAL", deleted: true } });
      if (state === "locked") workspace.change({ switches: { tokenRevoked: true } });
      if (state === "away") slack.close();
      if (state === "breaking") workspace.change({ switches: { breaksAfterPost: true } });
    },
    end: async () => slack.close(),
  };
}

/** As Slack shows it: whatever is not written as an entity would have been a mention, a link or a broadcast. */
function shown(text: string): string {
  if (/<[@!#h]/.test(text)) throw new Error(`it acts: ${text}`);
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A clock whose waits cost no time: what is waited for is another's matter. */
function instant() {
  let now = Date.now();
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
}
