import type { WebhookConfig } from "../model/config.ts";
import type { AuditEvent } from "../model/event.ts";
import type { HookMessage } from "../notify/webhook/send.ts";
import type { DueDelivery } from "../store/deliveries.ts";
import type { Context } from "./context.ts";

/** Seconds until the next try, by how often it was tried. */
const waits = [10, 60, 300, 1800, 7200, 18_000];

/** Milliseconds after which an event is given up: the next one goes then. */
const longest = 24 * 3_600_000;

const atOnce = 50;

/** Sends to one webhook what it has not got: of each audit in order. @returns how many went, and how many could not */
export async function deliverHook(context: Context, hook: WebhookConfig): Promise<{ sent: number; failed: number }> {
  const { deliveries } = await context.store();
  await deliveries.know([hook.id], context.clock());
  const counts = { sent: 0, failed: 0 };
  for (;;) {
    const now = context.clock();
    const due = await deliveries.due({ webhook: hook.id, systems: hook.systems, now, limit: atOnce });
    if (due.length === 0) return counts;
    for (const one of due) {
      context.signal.throwIfAborted();
      await deliverOne(context, { hook, one, counts });
    }
  }
}

interface One {
  hook: WebhookConfig;
  one: DueDelivery;
  counts: { sent: number; failed: number };
}

async function deliverOne(context: Context, { hook, one, counts }: One): Promise<void> {
  const { deliveries, journal } = await context.store();
  const { audit, event, attempts, failingSince } = one;
  const at = { webhook: hook.id, audit, n: event.n };
  if (hook.events && !hook.events.includes(event.kind)) return deliveries.passed(at);
  const now = context.clock();
  const delivery = await context.sendHook(hook, messageOf(one, now), context.signal);
  // Whoever stops us says nothing of the far side.
  context.signal.throwIfAborted();
  if (delivery.ended === "sent") {
    counts.sent += 1;
    return deliveries.passed(at);
  }
  counts.failed += 1;
  if (failingSince !== null && Date.parse(now) - Date.parse(failingSince) >= longest) {
    const payload = { host: hook.url.host, audit, n: event.n, why: delivery.why };
    await journal.add({ at: now, kind: "webhook-given-up", actor: context.actor, payload });
    return deliveries.passed(at);
  }
  const wait = waits[Math.min(attempts, waits.length - 1)] ?? 0;
  await deliveries.failed({ ...at, at: now, nextAt: new Date(Date.parse(now) + wait * 1000).toISOString() });
}

/** What happened, as other programs are told. */
function messageOf({ audit, system, period, event }: DueDelivery, now: string): HookMessage {
  const { n, at, kind, actor, ...payload } = event as AuditEvent & Record<string, unknown>;
  const body = { type: `audit.${kind}`, timestamp: at, data: { audit, system, period, n, actor, ...payload } };
  const id = `msg_${audit.replace(/[^\w]/g, "-")}_${n}`;
  return { id, timestamp: Math.floor(Date.parse(now) / 1000), body: JSON.stringify(body) };
}
