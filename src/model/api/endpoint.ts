import type { z } from "zod";
import { type Role, role, type Scope } from "./session.ts";

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
  /** What an access token needs: left out, `read` for a `get` and `decide` for all else. `null` = it takes a session. */
  scope?: Scope | null;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Of success. 204 = `answer` is null, and nothing is sent. */
  status: 200 | 201 | 204;
  answer: z.ZodType;
  /** Whether the list also comes as CSV, whole, with `Accept: text/csv` or `?format=csv`. */
  csv?: true;
}

/** Whoever is somebody here. */
export const everyone: readonly Role[] = role.options;
/** Who may see systems; which ones is for `visible_to` to say. */
export const viewers: readonly Role[] = ["manager", "auditor", "viewer"];
export const inCharge: readonly Role[] = ["manager", "auditor"];

/** What an access token needs for a call; `null` = no access token will do. */
export function scopeOf({ method, scope = method === "get" ? "read" : "decide" }: Endpoint): Scope | null {
  return scope;
}
