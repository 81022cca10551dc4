import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Running } from "../../src/model/api/audit.ts";
import type { LiveEvent } from "../../src/model/api/live.ts";

const kinds: readonly LiveEvent["kind"][] = ["running", "ended", "changed", "anew"];

/** Milliseconds: many things said at once are asked for once. */
const pause = 300;

/**
 * Watches what goes on while the page is open: what changed is asked for again, and how readings go is put where `useCall("running")`
 * finds it. A stream that ends begins again by itself; until then the page asks now and then, as it does anyway.
 */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stream = new EventSource("/api/v1/live");
    let timer: ReturnType<typeof setTimeout> | null = null;
    const old = () => {
      timer ??= setTimeout(() => {
        timer = null;
        void client.invalidateQueries();
      }, pause);
    };
    let isBegun = false;
    const heard = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LiveEvent;
      // What is shown at first was asked for a moment ago.
      const isFirst = event.kind === "anew" && !isBegun;
      isBegun = true;
      if (isFirst) return;
      if (event.kind !== "running") return old();
      client.setQueryData<{ items: Running[] }>(["running", {}], (known) => ({
        items: [...(known?.items ?? []).filter(({ audit }) => audit !== event.running.audit), event.running],
      }));
    };
    for (const kind of kinds) stream.addEventListener(kind, heard);
    return () => {
      if (timer) clearTimeout(timer);
      stream.close();
    };
  }, [client]);
}
