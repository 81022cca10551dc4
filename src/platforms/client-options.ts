import type { HttpOptions } from "../http/client.ts";
import { tellWaits } from "../http/tell-waits.ts";
import type { ConnectOptions } from "./platform.ts";

/** What every client of a connection takes from the run: its share, its slots, its clock, and who is told of waits. */
export function clientOptions({
  rate,
  slots = null,
  clock,
  onFailure,
}: ConnectOptions): Pick<HttpOptions, "rate" | "slots" | "clock" | "onFailure"> {
  return { rate, slots, ...(clock ? { clock } : {}), onFailure: tellWaits(onFailure) };
}
