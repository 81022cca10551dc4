import { z } from "zod";
import { type Endpoint, everyone } from "./endpoint.ts";
import { accessToken, madeAccessToken, newAccessToken, openSession, session } from "./session.ts";

const byId = z.object({ id: z.string() });
const nothing = z.null();

/** Who is signed in, and what they sign in with. Out of reach of access tokens, but for the first: one that leaks makes no second one. */
export const signInEndpoints = {
  session: {
    method: "get",
    path: "/session",
    summary: "Who I am, and what there is for me",
    tag: "Sign-in",
    roles: everyone,
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
    answer: nothing,
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
    answer: nothing,
  },
  signOutEverywhere: {
    method: "delete",
    path: "/sessions",
    summary: "Sign out everywhere",
    tag: "Sign-in",
    roles: everyone,
    scope: null,
    status: 204,
    answer: nothing,
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
    answer: nothing,
  },
} as const satisfies Record<string, Endpoint>;
