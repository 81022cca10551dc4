import { isInCharge } from "../core/may-decide.ts";
import type { Context } from "./context.ts";
import type { Speaker } from "./decide.ts";
import { atDesk } from "./desk.ts";
import { reconcile } from "./reconcile.ts";
import { startFollowUp } from "./start-follow-up.ts";

/** Starts an audit's follow-up as somebody outside the issue says. @returns why not, or null where it is started */
export async function startAudit(
  context: Context,
  audit: string,
  { email, actor, isListed = false }: Speaker,
): Promise<{ refusal: string | null }> {
  return atDesk(context, audit, async (desk) => {
    await reconcile(desk);
    if (!isListed && !isInCharge(email, context.config))
      return { refusal: `${email} may not start ${audit}: only the auditor and the Support Operations Manager do` };
    await startFollowUp(desk, { by: email, actor });
    return { refusal: null };
  });
}
