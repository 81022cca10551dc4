import { z } from "zod";
import { account } from "./account.ts";
import { credential } from "./credential.ts";
import { finding } from "./finding.ts";
import { auditId, bySeverity, count, day, mark, named, pageOf, time, unreadSource } from "./shapes.ts";

export const personLine = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    title: z.string().nullable(),
    region: z.string().nullable(),
    manager: named.nullable(),
    start_date: day.nullable(),
    end_date: day.nullable(),
    left: z.boolean(),
    skipped: z.boolean(),
    systems: count.meta({ description: "Systems they have an account on" }),
    open: bySeverity,
  })
  .meta({ id: "PersonLine" });
export const peoplePage = pageOf(personLine).meta({ id: "PeoplePage" });
export type PeoplePage = z.infer<typeof peoplePage>;

/** What the roster says of a person on one system. */
export const expectation = z
  .object({
    expected: z.boolean().meta({ description: "Should have an account now" }),
    at: z.string().nullable().meta({ description: "file:line@revision" }),
    id: z.string().nullable(),
    username: z.string().nullable(),
    alias: z.string().nullable(),
    role: z.string().nullable(),
    groups: z.array(z.string()).nullable(),
    dues: z.array(z.object({ name: z.string(), level: z.string().nullable() })),
  })
  .meta({ id: "Expectation" });

export const personOnSystem = z
  .object({
    system: z.string(),
    name: z.string(),
    audit: auditId.nullable(),
    read_at: time.nullable(),
    mark,
    unread: z.array(unreadSource),
    /** null = the roster names no seat here. */
    expectation: expectation.nullable(),
    accounts: z.array(account),
    invitations: z.array(
      z.object({ id: z.string(), email: z.string().nullable(), created_at: time.nullable(), to: z.array(z.string()) }),
    ),
    credentials: z.array(credential),
    findings: z.array(finding),
  })
  .meta({ id: "PersonOnSystem" });

export const personDetail = personLine
  .extend({
    aliases: z.array(z.string()),
    roster_at: z.string().nullable(),
    reports: z.array(named).meta({ description: "Who reports to them" }),
    on: z.array(personOnSystem).meta({ description: "Every system who asks may see, in the order of rollcall.yaml" }),
  })
  .meta({ id: "PersonDetail", description: "Everything one person has, on every system, beside what the roster says" });
export type PersonDetail = z.infer<typeof personDetail>;
export type PersonOnSystem = z.infer<typeof personOnSystem>;
