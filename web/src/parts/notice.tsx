import { Button, CloseButton } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { Recorded } from "../../../src/model/api/finding.ts";
import { useWrite } from "../queries.ts";
import { Failure } from "./states.tsx";
import { counted } from "./words.ts";

/** What was just said, and how it is taken back. */
interface Said {
  audit: string;
  what: string;
  undo: NonNullable<Recorded["undo"]>;
}

const Notices = createContext<(said: Said) => void>(() => {});

const pastWords: Record<string, string> = {
  fixed: "Said to be fixed",
  roster: "Said to be put right in the roster",
  explain: "Explained",
  accept: "Accepted",
  reject: "Rejected",
  reopen: "Reopened",
};

/** Tells what came of an answer or a decision: it stays on the page, wherever one goes, while it can be taken back. */
export function useTellSaid(): (audit: string, recorded: Recorded) => void {
  const tell = useContext(Notices);
  return useCallback(
    (audit, { recorded, undo }) => {
      const [first] = recorded;
      if (first && undo)
        tell({ audit, what: `${pastWords[first.kind] ?? first.kind}: ${counted(recorded.length, "finding")}`, undo });
    },
    [tell],
  );
}

/** Milliseconds: a little less than the server allows. Its clock may be another than the browser's. */
const shown = 9.5 * 60_000;

export function NoticeArea({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Said | null>(null);
  const close = useCallback(() => setSaid(null), []);
  const value = useMemo(() => setSaid, []);
  return (
    <Notices.Provider value={value}>
      {children}
      <div role="status" aria-live="polite" className="notice-area">
        {said ? <Notice key={said.undo.source} said={said} close={close} /> : null}
      </div>
    </Notices.Provider>
  );
}

function Notice({ said: { audit, what, undo }, close }: { said: Said; close: () => void }) {
  const back = useWrite("takeBack");
  useEffect(() => {
    const timer = setTimeout(close, shown);
    return () => clearTimeout(timer);
  }, [close]);
  return (
    <div className="notice">
      <span>{back.isSuccess ? "Taken back." : what}</span>
      {back.error ? <Failure error={back.error} /> : null}
      {back.isSuccess || back.error ? null : (
        <Button
          size="compact-sm"
          variant="default"
          loading={back.isPending}
          onClick={() => back.mutate({ body: { audit, source: undo.source } })}
        >
          Undo
        </Button>
      )}
      <CloseButton size="sm" aria-label="Close this notice" onClick={close} />
    </div>
  );
}
