import type { Simulators } from "../../simulators.ts";

/** What the simulated GitLab and Slack hold of audits, from their own pages and books. */
export interface Kept {
  /** Every issue, and the audit it says it is of. */
  issues: { audit: string | null; state: string }[];
  /** A text for each step in a comment, without its time: the same for the same step. */
  steps: string[];
  /** Digests of evidence, as the comments that closed audits have them. */
  evidence: string[];
  /** The marker of each direct message: audit and step. */
  direct: string[];
}

interface Issue {
  iid: number;
  project_id: number;
  state: string;
  description: string;
}

interface Books {
  slack: { delivered: { metadata: { event_payload: { marker?: unknown } } | null }[] };
}

export async function keptBy(company: Simulators): Promise<Kept> {
  const issues = (
    await Promise.all([501, 502].map((project) => allOf<Issue>(company, `projects/${project}/issues?scope=all`)))
  ).flat();
  const bodies = await Promise.all(
    issues.map(async ({ project_id, iid }) => allOf<{ body: string }>(company, `projects/${project_id}/issues/${iid}/notes?`)),
  );
  const { slack } = (await (await fetch(new URL("/books", company.control))).json()) as Books;
  return {
    issues: issues.map(({ description, state }) => ({
      audit: /<!-- rollcall:audit (\S+) -->/.exec(description)?.[1] ?? null,
      state,
    })),
    evidence: bodies.flat().flatMap(({ body }) => /evidence="([0-9a-f]{64})"/.exec(body)?.[1] ?? []),
    steps: bodies.flat().flatMap(({ body }) => stepOf(body) ?? []),
    direct: slack.delivered.map(({ metadata }) => String(metadata?.event_payload.marker)),
  };
}

/** Audit and identity of the step a text is marked with. */
function stepOf(text: string): string | null {
  return /^<!-- rollcall:step (audit="[^"]*" id="[^"]*")/.exec(text)?.[1] ?? null;
}

/** Every page of a list. */
async function allOf<T>({ gitlab, env }: Simulators, path: string): Promise<T[]> {
  const rows: T[] = [];
  for (let page = 1; ; page += 1) {
    const address = new URL(`/api/v4/${path}&per_page=100&page=${page}`, gitlab.url);
    const response = await fetch(address, { headers: { "PRIVATE-TOKEN": env.GL_TOKEN ?? "" } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    const found = (await response.json()) as T[];
    rows.push(...found);
    if (found.length < 100) return rows;
  }
}
