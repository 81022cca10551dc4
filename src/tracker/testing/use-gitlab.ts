import { afterAll, beforeAll, beforeEach } from "vitest";
import { aFinding, anAuditView } from "../../reports/testing/views.ts";
import type { IssueDraft } from "../tracker.ts";
import { aDraft } from "./drafts.ts";
import { type SeenIssue, type SimulatedGitlab, simulatedGitlab } from "./gitlab.ts";

export const { signal } = new AbortController();
export const write = { reopen: false, dryRun: false };

/** The auditor's username in the simulated company, and the contact they are. */
export const auditor = "leeokafor";
const contact = { email: "lee.okafor@acme.test", name: "Lee Okafor", gitlab: auditor, slack: null };

export interface UsedGitlab {
  gitlab: SimulatedGitlab;
  /** Every test has an audit of its own in the same project. */
  auditId: string;
  draft(over?: Partial<IssueDraft>, view?: IssueDraft["view"]): IssueDraft;
  /** Publishes the audit a first time, then clears the books. @returns the issue's iid */
  create(over?: Partial<IssueDraft>): Promise<number>;
  /** The issues of the audit in the project, by iid; its closed duplicates too. */
  ours(): Promise<SeenIssue[]>;
}

let tests = 0;

/** One simulated GitLab for all tests of a file; call it at the top of the file. */
export function useGitlab(): UsedGitlab {
  const on = {
    draft: (over = {}, view = anAuditView()) => aDraft(view, { auditId: on.auditId, assignee: contact, ...over }),
    async create(over = {}) {
      const { link } = await on.gitlab.tracker().publish(on.draft(over), write, signal);
      if (!link) throw new Error("no issue was made");
      await on.gitlab.clear();
      return link.iid;
    },
    ours: async () => (await on.gitlab.issues()).filter(({ description }) => description?.includes(` ${on.auditId} -->`)),
  } as UsedGitlab;
  beforeAll(async () => {
    on.gitlab = await simulatedGitlab();
  });
  afterAll(() => on.gitlab.stop());
  beforeEach(async () => {
    tests += 1;
    on.auditId = `zendesk-${tests}/FY27-Q4`;
    await on.gitlab.clear();
  });
  return on;
}

export function roleFinding(id: string, over: Parameters<typeof aFinding>[0] = {}) {
  return aFinding({ key: `zendesk-global/role-mismatch/account:${id}`, ...over });
}
