import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Cron } from "croner";
import { expect, it } from "vitest";
import { parse } from "yaml";

const docs = join(import.meta.dirname, "../docs");

interface Job {
  extends?: string;
  resource_group?: string;
  rules: { if: string }[];
  script: string[];
}

const {
  default: common,
  ".rollcall": template,
  ...jobs
} = parse(readFileSync(join(docs, "examples/gitlab-ci.yml"), "utf8")) as Record<
  string,
  Job & { image: string; before_script: string[] }
>;

it("the ready .gitlab-ci.yml runs only from schedules, one job at a time", () => {
  expect(common).toMatchObject({
    image: expect.stringMatching(/^node:24/),
    before_script: [expect.stringContaining("rollcall@")],
  });
  expect(template).toMatchObject({ resource_group: "rollcall", interruptible: false });
  for (const [name, job] of Object.entries(jobs)) {
    expect(job.extends).toBe(".rollcall");
    expect(job.rules).toEqual([{ if: `$CI_PIPELINE_SOURCE == "schedule" && $ROLLCALL == "${name}"` }]);
  }
});

it("audits, follows up and rechecks, in an order that works without a database", () => {
  expect(Object.fromEntries(Object.entries(jobs).map(([name, { script }]) => [name, script]))).toEqual({
    audit: ["rollcall audit --all"],
    "follow-up": ["rollcall follow-up", "rollcall recheck"],
  });
});

it("its guide names every schedule, as lines of cron that come", () => {
  const guide = readFileSync(join(docs, "guides/gitlab-ci.md"), "utf8");
  const lines = [...guide.matchAll(/`((?:[\d*,/-]+ ){4}[\d*,/-]+)`/g)].map(([, line]) => String(line));
  expect(new Set(lines)).toEqual(new Set(["0 6 1 2,8 *", "0 * * * 1-5", "0 6 1 1,7 *"]));
  for (const line of lines) expect(new Cron(line, { mode: "5-part", paused: true }).nextRun()).not.toBeNull();
  for (const name of Object.keys(jobs)) expect(guide).toContain(`\`ROLLCALL\` = \`${name}\``);
});
