import type { ChannelProbe } from "../notify/channel.ts";
import type { Context } from "./context.ts";

/** Tries each way to a person beside the issue that is configured, and looks at the addresses of webhooks. Nobody is written to. @throws interrupted */
export async function diagnoseChannels({
  channels,
  config,
  hookTrouble,
  signal,
}: Context): Promise<{ name: string; probe: ChannelProbe }[]> {
  const hooks = config.webhooks.map(async (hook) => {
    const why = await hookTrouble(hook);
    const probe = { ok: why === null, message: why ?? "its address may be sent to; nothing was sent", fix: null };
    return { name: `webhook ${hook.url.host}`, probe };
  });
  const configured = [channels.slack, channels.email].flatMap((channel) => channel ?? []);
  const people = configured.map(async (channel) => ({ name: channel.name, probe: await channel.probe(signal) }));
  return Promise.all([...people, ...hooks]);
}
