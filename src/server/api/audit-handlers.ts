import { usageError } from "../../model/errors.ts";
import { endedStates } from "../../model/event.ts";
import type { Context } from "../../operations/context.ts";
import type { Looks } from "../../operations/dashboard.ts";
import { endAudit } from "../../operations/end-audit.ts";
import { showClosing } from "../../operations/show-closing.ts";
import type { AskedWork } from "../asked-work.ts";
import { actorOf, type Who } from "../who.ts";
import type { Handlers } from "./mount.ts";
import { auditOf, missing } from "./there.ts";

export interface AuditHandlersOptions {
  using<T>(act: (context: Context) => Promise<T>): Promise<T>;
  looks: Looks;
  asked: AskedWork;
}

type Names = "run" | "recheck" | "closing" | "close";

/** Calls that carry an audit on as a whole: read it, read again what is open, close it. */
export function auditHandlers({ using, looks, asked }: AuditHandlersOptions): Pick<Handlers, Names> {
  const begin = async (of: { audit: string; system: string; what: "audit" | "recheck" }, who: Who) => {
    await asked.begin({ ...of, by: actorOf(who) });
    return { audit: of.audit, what: of.what };
  };
  return {
    run: ({ system }, who) =>
      using(async (context) => {
        const { period } = await looks.at(context);
        if (!context.config.systems.some(({ id }) => id === system)) missing(`system ${system}`);
        return begin({ audit: `${system}/${period}`, system, what: "audit" }, who);
      }),
    recheck: ({ system, period }, who) =>
      using(async (context) => {
        const { memory } = auditOf(await looks.at(context), `${system}/${period}`);
        const { id: audit, state } = memory.audit;
        if (endedStates.includes(state)) throw usageError(`${audit} is ${state}: nothing of it is open`);
        return begin({ audit, system, what: "recheck" }, who);
      }),
    closing: ({ system, period }, who) =>
      using(async (context) => showClosing(context, auditOf(await looks.at(context), `${system}/${period}`), who.email)),
    close: ({ system, period, reason }, who) =>
      using(async (context) => {
        const audit = auditOf(await looks.at(context), `${system}/${period}`).memory.audit.id;
        const speaker = { email: who.email, actor: actorOf(who), via: "page" as const };
        const { state, sentence, why } = await endAudit(context, audit, { speaker, reason: reason || null, cancel: false });
        return { audit, state, sentence, refusals: why };
      }),
  };
}
