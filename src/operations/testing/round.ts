import { dana, dora, kim, lee, opal } from "../../core/testing/follow-up.ts";
import { aMemory, aRemembered, aSource, type MemoryParts, team } from "../../core/testing/memory.ts";
import { roster } from "../../core/testing/scene.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Author } from "../../model/conversation.ts";
import type { Channel } from "../../notify/channel.ts";
import type { Context } from "../context.ts";
import { type Followed, followAudits } from "../follow-audits.ts";
import { HeldIssue, trackerOf } from "./held-issue.ts";
import { HeldStore } from "./held-store.ts";

/** The people of `core/testing` as GitLab knows them. */
export const authors = Object.fromEntries(
  [dana, kim, lee, opal, dora].map((email, index) => {
    const username = email.split("@")[0] ?? "";
    return [username, { id: String(index + 1), username, name: username } satisfies Author];
  }),
) as Record<"dana" | "kim" | "lee" | "opal" | "dora", Author>;

export const stranger: Author = { id: "666", username: "stranger", name: "A stranger" };

const people = roster(
  team.people.map((person) => {
    const author = authors[(person.email?.split("@")[0] ?? "") as keyof typeof authors];
    return { ...person, gitlab: { id: author?.id ?? null, username: author?.username ?? null } };
  }),
);

/** One audit with its issue, carried on round by round. */
export class Rounds {
  readonly issue = new HeldIssue();
  readonly held: HeldStore;
  channels: { slack: Channel | null; email: Channel | null } = { slack: null, email: null };

  constructor(parts: MemoryParts = {}) {
    const memory = aMemory(parts);
    memory.last.whole = { n: 1, takenAt: memory.audit.openedAt, status: "complete", sources: [] };
    this.held = new HeldStore(memory);
    for (const { finding } of memory.findings) this.issue.refs.set(finding.key, finding.ref);
  }

  /** A round at that time; the issue's clock goes along. */
  async at(now: string): Promise<Followed> {
    this.issue.now = now;
    const [followed] = await followAudits(this.context(now), { audits: null });
    if (!followed) throw new Error("the audit has ended");
    return followed;
  }

  context(now: string): Context {
    const { config } = aSource();
    const system = { id: "zendesk-global", name: "Zendesk Global", platform: "zendesk", followUp: {} } as unknown as SystemConfig;
    const contact = (author: Author, email: string) => ({ email, name: author.name, gitlab: author.username, slack: null });
    return {
      config: {
        ...config,
        people: { ...config.people, deputy: contact(authors.dora, dora) },
        systems: [system],
      },
      roster: people,
      exemptions: [],
      knownGaps: [],
      platform: () => ({ asksAlways: undefined }),
      tracker: () => trackerOf(this.issue),
      channels: this.channels,
      store: async () => this.held.store,
      actor: "root@host.test",
      now,
      signal: new AbortController().signal,
      progress: () => {},
    } as unknown as Context;
  }
}

export { aMemory, aRemembered };
