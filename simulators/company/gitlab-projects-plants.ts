import { LEVELS, type Project } from "../gitlab/shapes.ts";
import { OPS_GROUP, type OpsGroup } from "./gitlab-projects-group.ts";

const branchChecks = ["merge-access-unexpected", "push-access-unexpected", "force-push-allowed", "codeowner-approval-off"];

/** One of every fault a project can have, each in a project of its own, and what only looks like one. */
export function plantProjectFaults(at: OpsGroup): void {
  plantApprovals(at);
  plantBranches(at);
  plantWildcards(at);
  plantPeople(at);
  plantInherited(at);
  addSkipped(at);
  addForeign(at);
  addLookAlikes(at);
}

function plantApprovals(at: OpsGroup): void {
  at.group("Tools", `${OPS_GROUP}/tools`);
  at.group("Deep", `${OPS_GROUP}/tools/deep`);
  const author = at.project(`${OPS_GROUP}/runner`);
  author.settings.approvals.merge_requests_author_approval = true;
  at.plant("author-approval-allowed", author);
  const committer = at.project(`${OPS_GROUP}/pager`);
  committer.settings.approvals.merge_requests_disable_committers_approval = false;
  at.plant("committer-approval-allowed", committer);
  const override = at.project(`${OPS_GROUP}/tools/macros`);
  override.settings.approvals.disable_overriding_approvers_per_merge_request = false;
  at.plant("approval-override-allowed", override);
  const kept = at.project(`${OPS_GROUP}/tools/deep/sync`);
  kept.settings.approvals.reset_approvals_on_push = false;
  at.plant("approvals-kept-on-push", kept);
}

function plantBranches(at: OpsGroup): void {
  const merge = at.project(`${OPS_GROUP}/website`);
  change(merge, { merge: [at.level(LEVELS.none), at.level(LEVELS.developer)] });
  at.plant("merge-access-unexpected", merge);
  const push = at.project(`${OPS_GROUP}/forms`);
  change(push, { push: [at.level(LEVELS.maintainer)] });
  at.plant("push-access-unexpected", push);
  const force = at.project(`${OPS_GROUP}/scripts`);
  change(force, { allow_force_push: true });
  at.plant("force-push-allowed", force);
  const owners = at.project(`${OPS_GROUP}/handbook`);
  change(owners, { code_owner_approval_required: false });
  at.plant("codeowner-approval-off", owners);

  const bare = at.project(`${OPS_GROUP}/sandbox`);
  bare.settings.protectedBranches = [at.rule("release/*"), at.rule("mai")];
  // Case counts: this rule is about another branch.
  const otherCase = at.project(`${OPS_GROUP}/capitals`);
  otherCase.settings.protectedBranches = [at.rule("Main")];
  for (const check of branchChecks) for (const project of [bare, otherCase]) at.plant(check, project);
}

/** Several rules cover the branch: whoever one of them lets in is in, and one that asks code owners is enough. */
function plantWildcards(at: OpsGroup): void {
  const wide = at.project(`${OPS_GROUP}/wildcards`);
  const open = { push: [at.level(LEVELS.developer)], code_owner_approval_required: false };
  wide.settings.protectedBranches.push(at.rule("m*n", open));
  at.plant("push-access-unexpected", wide);
  const release = at.project(`${OPS_GROUP}/releases`, { defaultBranch: "release/2026/q4" });
  release.settings.protectedBranches = [at.rule("release/*", { allow_force_push: true })];
  at.plant("force-push-allowed", release);
}

/** Rules that name people, groups and deploy keys: by number, with a level that says nothing. */
function plantPeople(at: OpsGroup): void {
  const managers = at.group("Release managers", "acme/release-managers");
  const partner = at.group("Partner", "partner");
  const stranger = at.user("everyone.example", "@all <script>alert(1)</script>");
  const named = at.project(`${OPS_GROUP}/billing`);
  change(named, { merge: [at.level(LEVELS.maintainer), at.forUser(stranger)] });
  at.plant("merge-access-unexpected", named);
  const shared = at.project(`${OPS_GROUP}/partners`, { sharedWith: [{ groupId: partner.id, accessLevel: LEVELS.developer }] });
  change(shared, { merge: [at.forGroup(partner), at.forGroup(managers)] });
  at.plant("merge-access-unexpected", shared);
  const keyed = at.project(`${OPS_GROUP}/deploys`);
  change(keyed, { push: [at.forKey(9, "Release key"), at.forKey(10, "Somebody's laptop")] });
  at.plant("push-access-unexpected", keyed);

  const expected = at.project(`${OPS_GROUP}/packages`, { sharedWith: [{ groupId: managers.id, accessLevel: LEVELS.developer }] });
  change(expected, { merge: [at.forGroup(managers)], push: [at.forKey(9, "Release key"), at.forUser(at.bot)] });
}

/** Rules of the top-level group stand before the project's own; a code owner one of them asks for is asked. */
function plantInherited(at: OpsGroup): void {
  const open = { push: [at.level(LEVELS.maintainer)], merge: [at.level(LEVELS.developer)], allow_force_push: true };
  at.topRules.push(at.rule("legacy*", { ...open, code_owner_approval_required: false }), at.rule("prod*"));
  const legacy = at.project(`${OPS_GROUP}/legacy`, { defaultBranch: "legacy-main" });
  for (const check of branchChecks.slice(0, 3)) at.plant(check, legacy);
  const asking = at.project(`${OPS_GROUP}/legacy-docs`, { defaultBranch: "legacy-docs" });
  change(asking, { code_owner_approval_required: false });
  for (const check of branchChecks) at.plant(check, asking);
  // Its own rule is as open as can be, and the group's decides.
  const production = at.project(`${OPS_GROUP}/production`, { defaultBranch: "prod" });
  change(production, { ...open, code_owner_approval_required: false });
}

function addSkipped(at: OpsGroup): void {
  spoil(at, at.project(`${OPS_GROUP}/old-bot`, { archived: true }));
  const marked = { markedForDeletionOn: "2026-12-24" };
  const going = at.project(`${OPS_GROUP}/trial-deletion_scheduled-81099`, marked);
  spoil(at, going);
  spoil(at, at.project(`${OPS_GROUP}/older-trial-deletion_scheduled-81098`, { ...marked, archived: true }));
}

/** Everything wrong, and none of it the team's: shared in from outside, of a group whose path begins alike. */
function addForeign(at: OpsGroup): void {
  const ops = at.groups.find(({ path }) => path === OPS_GROUP);
  const sharedIn = { visibility: "internal", sharedWith: [{ groupId: ops?.id ?? 0, accessLevel: LEVELS.developer }] } as const;
  spoil(at, at.project("partner/widgets", { ...sharedIn, sharedWith: [...sharedIn.sharedWith] }));
  at.group("Operations archive", "acme/ops-archive");
  spoil(at, at.project("acme/ops-archive/runner", { visibility: "internal" }));
}

function addLookAlikes(at: OpsGroup): void {
  const strict = at.project(`${OPS_GROUP}/vault`);
  change(strict, { push: [at.level(LEVELS.none)], merge: [at.level(60)] });
  const closed = at.project(`${OPS_GROUP}/frozen`);
  change(closed, { push: [], merge: [at.level(LEVELS.none)] });
  // Without a commit there is nothing to protect, whatever branch is to come.
  at.project(`${OPS_GROUP}/new-idea`, { emptyRepository: true }).settings.protectedBranches = [];
  at.project(`${OPS_GROUP}/issues-only`, { defaultBranch: null }).settings.protectedBranches = [];
  const silent = at.project(`${OPS_GROUP}/imported`);
  Object.assign(silent.settings.approvals, {
    merge_requests_author_approval: null,
    merge_requests_disable_committers_approval: null,
    disable_overriding_approvers_per_merge_request: null,
    reset_approvals_on_push: null,
  });
  change(silent, { allow_force_push: null });
  const hostile = at.project(`${OPS_GROUP}/odd-names`, { name: "/close @all | <b>#1</b>", defaultBranch: "trunk|@all<b>#1`x`" });
  hostile.settings.protectedBranches = [at.rule("*")];
}

/** Changes the rule of the default branch. */
function change({ settings }: Project, given: Partial<ReturnType<OpsGroup["rule"]>>): void {
  Object.assign(settings?.protectedBranches[0] ?? {}, given);
}

function spoil(at: OpsGroup, { settings }: Project): void {
  if (!settings) return;
  settings.protectedBranches = [at.rule("other", { push: [at.level(LEVELS.developer)] })];
  settings.approvals = {
    merge_requests_author_approval: true,
    merge_requests_disable_committers_approval: false,
    disable_overriding_approvers_per_merge_request: false,
    reset_approvals_on_push: false,
  };
}
