import { z } from "zod";
import { accountsPage, accountsQuery, changes } from "./account.ts";
import { accessMap, auditDetail, auditLine, begun, closed, closing, newClosing, newRun, overview, running } from "./audit.ts";
import { credentialsPage, credentialsQuery } from "./credential.ts";
import { type Endpoint, everyone, inCharge, viewers } from "./endpoint.ts";
import { findingDetail, findingsPage, findingsQuery, newAnswer, newDecision, recorded, takingBack } from "./finding.ts";
import { activityPage, activityQuery, exemptions, followUp, myItems, seats } from "./lists.ts";
import { peoplePage, personDetail } from "./person.ts";
import { paging } from "./shapes.ts";
import { signInEndpoints } from "./sign-in-endpoints.ts";

const ofAudit = z.object({ system: z.string(), period: z.string() });
const inPeriod = z.object({ period: z.string().optional().meta({ description: "Default: this one" }) });
const byId = z.object({ id: z.string() });

export const endpoints = {
  ...signInEndpoints,

  overview: {
    method: "get",
    path: "/overview",
    summary: "Every system of a period, and the trends",
    tag: "Audits",
    roles: viewers,
    query: inPeriod,
    status: 200,
    answer: overview,
  },
  audits: {
    method: "get",
    path: "/audits",
    summary: "The audits of a period",
    tag: "Audits",
    roles: viewers,
    query: inPeriod,
    status: 200,
    answer: z.object({ items: z.array(auditLine) }),
  },
  audit: {
    method: "get",
    path: "/audits/{system}/{period}",
    summary: "One audit",
    tag: "Audits",
    roles: viewers,
    params: ofAudit,
    status: 200,
    answer: auditDetail,
  },
  changes: {
    method: "get",
    path: "/audits/{system}/{period}/changes",
    summary: "What became of the accounts since the audit before",
    tag: "Audits",
    roles: viewers,
    params: ofAudit,
    status: 200,
    answer: changes,
    csv: true,
  },
  accounts: {
    method: "get",
    path: "/accounts",
    summary: "The accounts of an audit",
    tag: "Access",
    roles: viewers,
    query: accountsQuery,
    status: 200,
    answer: accountsPage,
    csv: true,
  },
  people: {
    method: "get",
    path: "/people",
    summary: "Everybody of the roster",
    tag: "Access",
    roles: viewers,
    query: z.object(paging),
    status: 200,
    answer: peoplePage,
    csv: true,
  },
  person: {
    method: "get",
    path: "/people/{id}",
    summary: "Everything one person has, beside what the roster says",
    tag: "Access",
    roles: viewers,
    params: byId,
    status: 200,
    answer: personDetail,
  },
  accessMap: {
    method: "get",
    path: "/access-map",
    summary: "People by systems",
    tag: "Access",
    roles: viewers,
    query: inPeriod,
    status: 200,
    answer: accessMap,
  },
  credentials: {
    method: "get",
    path: "/credentials",
    summary: "Tokens and clients, with owner, use, expiry and justification",
    tag: "Access",
    roles: viewers,
    query: credentialsQuery,
    status: 200,
    answer: credentialsPage,
    csv: true,
  },
  seats: {
    method: "get",
    path: "/seats",
    summary: "Seats bought, used and idle, and what they cost",
    tag: "Access",
    roles: viewers,
    query: inPeriod,
    status: 200,
    answer: seats,
    csv: true,
  },

  findings: {
    method: "get",
    path: "/findings",
    summary: "Findings as they stand",
    tag: "Findings",
    roles: viewers,
    query: findingsQuery,
    status: 200,
    answer: findingsPage,
    csv: true,
  },
  finding: {
    method: "get",
    path: "/audits/{system}/{period}/findings/{ref}",
    summary: "One finding and its history",
    tag: "Findings",
    roles: everyone,
    params: ofAudit.extend({ ref: z.string() }),
    status: 200,
    answer: findingDetail,
  },
  myItems: {
    method: "get",
    path: "/my-items",
    summary: "What is asked of me",
    tag: "Findings",
    roles: everyone,
    status: 200,
    answer: myItems,
  },
  exemptions: {
    method: "get",
    path: "/exemptions",
    summary: "What is accepted, until when",
    tag: "Findings",
    roles: viewers,
    status: 200,
    answer: exemptions,
    csv: true,
  },
  answer: {
    method: "post",
    path: "/answers",
    summary: "Answer findings",
    tag: "Findings",
    roles: everyone,
    scope: "answer",
    body: newAnswer,
    status: 200,
    answer: recorded,
  },
  decide: {
    method: "post",
    path: "/decisions",
    summary: "Decide on findings",
    tag: "Findings",
    roles: inCharge,
    body: newDecision,
    status: 200,
    answer: recorded,
  },
  takeBack: {
    method: "post",
    path: "/taken-back",
    summary: "Take back what you said, within ten minutes",
    tag: "Findings",
    roles: everyone,
    body: takingBack,
    status: 200,
    answer: recorded,
  },

  followUp: {
    method: "get",
    path: "/follow-up",
    summary: "Who is waited for, and what will be sent",
    tag: "Follow-up",
    roles: viewers,
    status: 200,
    answer: followUp,
  },
  start: {
    method: "post",
    path: "/audits/{system}/{period}/start",
    summary: "Start asking people",
    tag: "Follow-up",
    roles: inCharge,
    params: ofAudit,
    status: 200,
    answer: auditDetail,
  },
  run: {
    method: "post",
    path: "/runs",
    summary: "Audit a system now; how it goes is told live",
    tag: "Audits",
    roles: inCharge,
    body: newRun,
    status: 200,
    answer: begun,
  },
  recheck: {
    method: "post",
    path: "/audits/{system}/{period}/recheck",
    summary: "Read again what is open; how it goes is told live",
    tag: "Audits",
    roles: inCharge,
    params: ofAudit,
    status: 200,
    answer: begun,
  },
  closing: {
    method: "get",
    path: "/audits/{system}/{period}/closing",
    summary: "What I would sign, or why it stays open",
    tag: "Audits",
    roles: inCharge,
    params: ofAudit,
    status: 200,
    answer: closing,
  },
  close: {
    method: "post",
    path: "/audits/{system}/{period}/close",
    summary: "Sign the review, and close the audit",
    tag: "Audits",
    roles: inCharge,
    params: ofAudit,
    body: newClosing,
    status: 200,
    answer: closed,
  },
  running: {
    method: "get",
    path: "/running",
    summary: "Readings that are going on",
    tag: "Follow-up",
    roles: viewers,
    status: 200,
    answer: z.object({ items: z.array(running) }),
  },
  activity: {
    method: "get",
    path: "/activity",
    summary: "What happened, newest first",
    tag: "Activity",
    roles: viewers,
    query: activityQuery,
    status: 200,
    answer: activityPage,
    csv: true,
  },
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;

/** What a call answers. */
export type Answer<N extends EndpointName> = z.infer<Endpoints[N]["answer"]>;

type Out<N extends EndpointName, Part extends string> =
  Endpoints[N] extends Record<Part, infer S extends z.ZodType> ? z.output<S> : unknown;
type In<N extends EndpointName, Part extends string> =
  Endpoints[N] extends Record<Part, infer S extends z.ZodType> ? { [Name in Part]: z.input<S> } : unknown;

/** What a caller gives. */
export type Call<N extends EndpointName> = In<N, "params"> & In<N, "query"> & In<N, "body">;
/** The same as the handler gets it, in one: with defaults, numbers as numbers. */
export type Asked<N extends EndpointName> = Out<N, "params"> & Out<N, "query"> & Out<N, "body">;
