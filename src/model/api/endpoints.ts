import { z } from "zod";
import { accountsPage, accountsQuery, changes } from "./account.ts";
import { accessMap, auditDetail, auditLine, overview, running } from "./audit.ts";
import { credentialsPage, credentialsQuery } from "./credential.ts";
import { findingDetail, findingsPage, findingsQuery, newAnswer, newDecision, recorded } from "./finding.ts";
import { activityPage, activityQuery, exemptions, followUp, myItems, seats, webhook } from "./lists.ts";
import { peoplePage, personDetail } from "./person.ts";
import { accessToken, madeAccessToken, newAccessToken, openSession, type Role, role, type Scope, session } from "./session.ts";
import { auditId, paging, time } from "./shapes.ts";

/** One call of the API. The routes, the OpenAPI document and the page's typed calls are all made from these. */
export interface Endpoint {
  method: "get" | "post" | "delete";
  /** Below /api/v1. */
  path: string;
  summary: string;
  /** Groups calls on the reference page. */
  tag: string;
  /** Who may: any of these roles. */
  roles: readonly Role[];
  /** What an access token needs; `null` = no access token will do, it takes somebody signed in. */
  scope: Scope | null;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Of success. */
  status: 200 | 201 | 202 | 204;
  answer: z.ZodType;
  /** Whether the list also comes as CSV, whole, with `Accept: text/csv` or `?format=csv`. */
  csv?: true;
}

const everyone = role.options;
const viewers: readonly Role[] = ["manager", "auditor", "viewer"];
const inCharge: readonly Role[] = ["manager", "auditor"];

const ofAudit = z.object({ system: z.string(), period: z.string() });
const inPeriod = z.object({ period: z.string().optional().meta({ description: "Default: this one" }) });
const none = z.null();
const byId = z.object({ id: z.string() });
const asked = z
  .object({ audit: auditId, asked_at: time })
  .meta({ id: "Asked", description: "Somebody will do it: follow it at /running" });

export const endpoints = {
  session: {
    method: "get",
    path: "/session",
    summary: "Who I am, and what there is for me",
    tag: "Sign-in",
    roles: everyone,
    scope: "read",
    status: 200,
    answer: session,
  },
  signOut: {
    method: "delete",
    path: "/session",
    summary: "Sign out here",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    status: 204,
    answer: none,
  },
  sessions: {
    method: "get",
    path: "/sessions",
    summary: "Where I am signed in",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    status: 200,
    answer: z.object({ items: z.array(openSession) }),
  },
  endSession: {
    method: "delete",
    path: "/sessions/{id}",
    summary: "End one of my sessions",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    params: byId,
    status: 204,
    answer: none,
  },
  signOutEverywhere: {
    method: "delete",
    path: "/sessions",
    summary: "Sign out everywhere",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    status: 204,
    answer: none,
  },
  accessTokens: {
    method: "get",
    path: "/access-tokens",
    summary: "My access tokens",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    status: 200,
    answer: z.object({ items: z.array(accessToken) }),
  },
  makeAccessToken: {
    method: "post",
    path: "/access-tokens",
    summary: "Make an access token",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    body: newAccessToken,
    status: 201,
    answer: madeAccessToken,
  },
  revokeAccessToken: {
    method: "delete",
    path: "/access-tokens/{id}",
    summary: "Revoke one of my access tokens",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    params: byId,
    status: 204,
    answer: none,
  },

  overview: {
    method: "get",
    path: "/overview",
    summary: "Every system of a period, and the trends",
    tag: "Audits",
    roles: viewers,
    scope: "read",
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
    scope: "read",
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
    scope: "read",
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
    scope: "read",
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
    scope: "read",
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
    scope: "read",
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
    scope: "read",
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
    scope: "read",
    query: inPeriod,
    status: 200,
    answer: accessMap,
    csv: true,
  },
  credentials: {
    method: "get",
    path: "/credentials",
    summary: "Tokens and clients, with owner, use, expiry and justification",
    tag: "Access",
    roles: viewers,
    scope: "read",
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
    scope: "read",
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
    scope: "read",
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
    scope: "read",
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
    scope: "read",
    status: 200,
    answer: myItems,
  },
  exemptions: {
    method: "get",
    path: "/exemptions",
    summary: "What is accepted, until when",
    tag: "Findings",
    roles: viewers,
    scope: "read",
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
    scope: "decide",
    body: newDecision,
    status: 200,
    answer: recorded,
  },
  undo: {
    method: "post",
    path: "/decisions/{id}/undo",
    summary: "Take back what I just said",
    tag: "Findings",
    roles: everyone,
    scope: "answer",
    params: byId,
    body: z.object({ audit: auditId }),
    status: 200,
    answer: recorded,
  },

  followUp: {
    method: "get",
    path: "/follow-up",
    summary: "Who is waited for, and what will be sent",
    tag: "Follow-up",
    roles: viewers,
    scope: "read",
    status: 200,
    answer: followUp,
  },
  start: {
    method: "post",
    path: "/audits/{system}/{period}/start",
    summary: "Start asking people",
    tag: "Follow-up",
    roles: inCharge,
    scope: "decide",
    params: ofAudit,
    status: 200,
    answer: auditDetail,
  },
  close: {
    method: "post",
    path: "/audits/{system}/{period}/close",
    summary: "Sign the review and close",
    tag: "Follow-up",
    roles: inCharge,
    scope: "decide",
    params: ofAudit,
    body: z.object({ reason: z.string().trim().min(1).max(4000).nullable() }),
    status: 200,
    answer: auditDetail,
  },
  run: {
    method: "post",
    path: "/systems/{system}/audit",
    summary: "Read a system now",
    tag: "Follow-up",
    roles: inCharge,
    scope: "decide",
    params: z.object({ system: z.string() }),
    status: 202,
    answer: asked,
  },
  recheck: {
    method: "post",
    path: "/audits/{system}/{period}/recheck",
    summary: "Read again what is open",
    tag: "Follow-up",
    roles: inCharge,
    scope: "decide",
    params: ofAudit,
    status: 202,
    answer: asked,
  },
  running: {
    method: "get",
    path: "/running",
    summary: "Readings that are going on",
    tag: "Follow-up",
    roles: viewers,
    scope: "read",
    status: 200,
    answer: z.object({ items: z.array(running) }),
  },
  activity: {
    method: "get",
    path: "/activity",
    summary: "What happened, newest first",
    tag: "Activity",
    roles: viewers,
    scope: "read",
    query: activityQuery,
    status: 200,
    answer: activityPage,
    csv: true,
  },
  webhooks: {
    method: "get",
    path: "/webhooks",
    summary: "Where events are sent, and whether they arrived",
    tag: "Activity",
    roles: inCharge,
    scope: "read",
    status: 200,
    answer: z.object({ items: z.array(webhook) }),
  },
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;

/** What a call answers. */
export type Answer<N extends EndpointName> = z.infer<Endpoints[N]["answer"]>;

type Part<N extends EndpointName, K extends string, Side extends "in" | "out"> =
  Endpoints[N] extends Record<K, infer S extends z.ZodType>
    ? { [Name in K]: Side extends "in" ? z.input<S> : z.output<S> }
    : unknown;

/** What a caller gives. */
export type Call<N extends EndpointName> = Part<N, "params", "in"> & Part<N, "query", "in"> & Part<N, "body", "in">;
/** The same as the handler gets it: with defaults, numbers as numbers. */
export type Asked<N extends EndpointName> = Part<N, "params", "out"> & Part<N, "query", "out"> & Part<N, "body", "out">;
