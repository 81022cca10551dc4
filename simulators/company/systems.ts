import { calendlySystem, makeCalendly, makeLargeCalendly } from "./calendly.ts";
import type { Clock } from "./clock.ts";
import { gitlabAccessSystem, makeGitlabAccess, makeLargeGitlabAccess } from "./gitlab-access.ts";
import { makeLargeOpsGroup, makeOpsGroup, opsGroupSystem, rolesOnly } from "./gitlab-projects.ts";
import { makeLargeOnepassword, makeOnepassword, onepasswordSystem } from "./onepassword.ts";
import { makeLargePagerduty, makePagerduty, pagerdutySystem } from "./pagerduty.ts";
import type { RosterPerson } from "./roster.ts";
import { makeLargeScim, makeScim, scimSystem } from "./scim.ts";
import type { CompanySystem } from "./system.ts";
import { makeTraining, trainingSystem } from "./training.ts";

/** Every system of the company beside Zendesk, in the order of rollcall.yaml. Each writes its part of people into the roster. */
export function makeSystems(people: readonly RosterPerson[], clock: Clock): CompanySystem[] {
  return [
    calendlySystem(makeCalendly(people, clock), people),
    pagerdutySystem(makePagerduty(people, clock), people),
    gitlabAccessSystem(makeGitlabAccess(people, clock), people),
    opsGroupSystem(makeOpsGroup()),
    onepasswordSystem(makeOnepassword(people, clock)),
    scimSystem(makeScim(people, clock), people),
    trainingSystem(makeTraining(people, clock), people),
  ];
}

/** The same platforms at the size of the reference data set, with nothing wrong: for benchmarks. */
export function makeLargeSystems(people: readonly RosterPerson[], clock: Clock): CompanySystem[] {
  return [
    calendlySystem(makeLargeCalendly(people, clock), people),
    pagerdutySystem(makeLargePagerduty(people, clock), people),
    gitlabAccessSystem(makeLargeGitlabAccess(people, clock), people),
    opsGroupSystem(makeLargeOpsGroup(), rolesOnly),
    onepasswordSystem(makeLargeOnepassword(people, clock)),
    scimSystem(makeLargeScim(people, clock), people, 100),
  ];
}
