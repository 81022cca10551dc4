import { Button, Group, Modal, Textarea } from "@mantine/core";
import { useState } from "react";
import type { AuditDetail } from "../../../src/model/api/audit.ts";
import { isInCharge } from "../may.ts";
import { useCall, useWrite } from "../queries.ts";
import { Failure, Shown } from "./states.tsx";

const ended = ["closed", "waived", "cancelled"];

/** What carries an audit on as a whole: read it, read again what is open, close it. For those in charge alone. */
export function CarryOn({ audit }: { audit: AuditDetail }) {
  const { system, period, state } = audit;
  const session = useCall("session", {});
  const run = useWrite("run");
  const recheck = useWrite("recheck");
  const [isClosing, setClosing] = useState(false);
  const { data: known } = session;
  if ((known && !isInCharge(known)) || (state !== null && ended.includes(state))) return null;
  const isNow = known === undefined || known.period === period;
  return (
    <>
      {/* Until it is known who looks its place is kept, so that nothing jumps. */}
      <Group gap="xs" mt="sm" style={known ? {} : { visibility: "hidden" }}>
        {isNow ? (
          <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate({ body: { system } })}>
            Read everything now
          </Button>
        ) : null}
        <Button
          size="xs"
          variant="default"
          loading={recheck.isPending}
          onClick={() => recheck.mutate({ params: { system, period } })}
        >
          Recheck what is open
        </Button>
        <Button size="xs" variant="default" onClick={() => setClosing(true)}>
          Close the audit…
        </Button>
      </Group>
      {run.error ? <Failure error={run.error} /> : null}
      {recheck.error ? <Failure error={recheck.error} /> : null}
      {isClosing ? <Closing system={system} period={period} onClose={() => setClosing(false)} /> : null}
    </>
  );
}

function Closing({ system, period, onClose }: { system: string; period: string; onClose: () => void }) {
  const closing = useCall("closing", { params: { system, period } });
  const close = useWrite("close");
  const [reason, setReason] = useState("");
  const send = () =>
    close.mutate(
      { params: { system, period }, body: { reason: reason.trim() === "" ? null : reason } },
      { onSuccess: ({ refusals }) => (refusals.length === 0 ? onClose() : undefined) },
    );
  return (
    <Modal opened onClose={onClose} size="lg" title={`Close ${system}/${period}`}>
      <Shown of={closing} rows={4}>
        {({ sentence, refusals, needs_waiver: needsWaiver, is_stale: isStale }) => (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            {sentence === null ? <Refusals sentences={refusals} /> : <blockquote className="sentence">“{sentence}”</blockquote>}
            {sentence !== null && isStale ? (
              <p className="dim small">Its listings are too old: they are read again first.</p>
            ) : null}
            {needsWaiver ? (
              <Textarea
                mt="md"
                autosize
                minRows={3}
                required
                label="Why it is closed although not everything could be looked at"
                value={reason}
                onChange={({ currentTarget }) => setReason(currentTarget.value)}
              />
            ) : null}
            {close.error ? <Failure error={close.error} /> : null}
            {close.data && close.data.refusals.length > 0 ? <Refusals sentences={close.data.refusals} /> : null}
            <Group mt="md" justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Leave it open
              </Button>
              {sentence === null ? null : (
                <Button type="submit" loading={close.isPending}>
                  Sign and close
                </Button>
              )}
            </Group>
          </form>
        )}
      </Shown>
    </Modal>
  );
}

function Refusals({ sentences }: { sentences: readonly string[] }) {
  return (
    <div role="alert">
      <p>It stays open:</p>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
