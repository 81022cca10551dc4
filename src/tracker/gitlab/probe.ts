import { RollcallError } from "../../model/errors.ts";
import type { TrackerProbe } from "../tracker.ts";
import { plannerLevel } from "./members.ts";
import type { Session } from "./session.ts";

/** Who we are there, and what would be in the way of writing an issue; nothing is written. @throws interrupted error */
export async function probeGitlab(session: Session, signal: AbortSignal): Promise<TrackerProbe> {
  try {
    return await look(session, signal);
  } catch (error) {
    if (!(error instanceof RollcallError) || error.actor === "interrupted") throw error;
    return { ok: false, message: error.message, fix: error.fix };
  }
}

async function look(session: Session, signal: AbortSignal): Promise<TrackerProbe> {
  const me = await session.me(signal);
  const scopes = await session.api.tokenScopes(signal);
  if (scopes && !scopes.includes("api")) {
    const message = `signed in as ${me.username}, but the token has the scope ${scopes.join(" ") || "none"} only: issues cannot be written`;
    return { ok: false, message, fix: "make a token with the scope api" };
  }
  const project = await session.project(signal);
  const level = (await session.members(signal)).find((member) => member.id === me.id)?.access_level ?? null;
  const where = `signed in as ${me.username}, project ${project.path_with_namespace}`;
  // Somebody who is no member may still be an administrator: then there is nothing to say against it.
  if (level !== null && level < plannerLevel) {
    const fix = "give the token's user the role Planner, Reporter or higher there";
    return { ok: false, message: `${where}, but as a guest: labels cannot be set`, fix };
  }
  const told = scopes ? "may write issues" : "its scopes are not told";
  return { ok: true, message: `${where}; ${told}`, fix: null };
}
