import { platformError } from "../../model/errors.ts";
import type { Identity } from "../platform.ts";
import type { OpGroup } from "./op-group.ts";
import type { Program } from "./program.ts";
import { SignedOut } from "./refusal.ts";

/**
 * Who `op` is signed in as. `op whoami` alone does not open the 1Password app, and says "not signed in" where every other command
 * would ask the app and work: so it is asked again after one of those.
 * @throws as `op` does
 */
export async function whoIsSignedIn(program: Program, group: OpGroup, signal: AbortSignal): Promise<Identity> {
  try {
    return await whoAmI(program, signal);
  } catch (error) {
    if (!(error instanceof SignedOut)) throw error;
    await group.asked(signal);
    return whoAmI(program, signal);
  }
}

async function whoAmI(program: Program, signal: AbortSignal): Promise<Identity> {
  const [me] = await program.few(["whoami"], { meter: { requests: 0 }, signal });
  if (!me) throw platformError("op whoami printed nothing", "run it by hand to see more");
  const { email, user_uuid, url, user_type } = me as Record<string, unknown>;
  const who = [email, user_uuid].find((one) => typeof one === "string" && one !== "") ?? "somebody";
  const kind = user_type === "SERVICE_ACCOUNT" || program.caller.isService ? ", a service account" : "";
  return { who: `${String(who)} of ${typeof url === "string" ? url : "an unknown account"}${kind}`, scopes: null };
}
