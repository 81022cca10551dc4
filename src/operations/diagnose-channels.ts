import type { ChannelProbe } from "../notify/channel.ts";
import type { Context } from "./context.ts";

/** Tries each way to a person beside the issue that is configured. Nobody is written to. @throws interrupted */
export async function diagnoseChannels({ channels, signal }: Context): Promise<{ name: string; probe: ChannelProbe }[]> {
  const configured = [channels.slack, channels.email].flatMap((channel) => channel ?? []);
  return Promise.all(configured.map(async (channel) => ({ name: channel.name, probe: await channel.probe(signal) })));
}
