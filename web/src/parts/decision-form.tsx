import { Button, Group, Modal, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Finding, Recorded } from "../../../src/model/api/finding.ts";
import { ApiProblem } from "../api.ts";
import { useWrite } from "../queries.ts";
import { useTellSaid } from "./notice.tsx";
import { Failure } from "./states.tsx";
import { counted } from "./words.ts";

type Kind = "fixed" | "roster" | "explain" | "accept" | "reject" | "reopen";

const words: Record<Kind, string> = {
  fixed: "It is fixed",
  roster: "Roster corrected",
  explain: "Explain",
  accept: "Accept",
  reject: "Reject",
  reopen: "Reopen",
};

/** What somebody says of findings of one audit: an answer, or a decision where they may. */
export function DecisionForm({
  findings,
  onClose,
  onDone,
}: {
  findings: readonly Finding[];
  onClose: () => void;
  onDone: () => void;
}) {
  const mayDecide = findings.some(({ may }) => may.decide);
  const kinds: Kind[] = mayDecide ? ["accept", "reject", "reopen", "explain", "fixed", "roster"] : ["fixed", "roster", "explain"];
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "explain");
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const tellSaid = useTellSaid();
  const [first] = findings;
  // Once it is recorded the finding may be gone from the list, and this form with it.
  const tell = (said: Recorded) => tellSaid(first?.audit ?? "", said);
  const answer = useWrite("answer", tell);
  const decide = useWrite("decide", tell);
  if (!first) return null;
  const given = { audit: first.audit, findings: findings.map(({ ref: name, version }) => ({ ref: name, version })) };
  const isDecision = kind === "accept" || kind === "reject" || kind === "reopen";
  const needsReason = isDecision || kind === "explain";
  const done = (isDecision ? decide : answer).data;
  const error = decide.error ?? answer.error;
  const barred = [...new Set(findings.flatMap(({ may }) => may.why_not ?? []))];
  const send = () => {
    const onSuccess = ({ refusals }: Recorded) => (refusals.length === 0 ? onDone() : undefined);
    const after = { onSuccess };
    if (isDecision) decide.mutate({ body: { ...given, kind, until: kind === "accept" ? until : null, reason } }, after);
    else answer.mutate({ body: { ...given, kind, reason: reason.trim() === "" ? null : reason } }, after);
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={`${counted(findings.length, "finding")} of ${first.audit}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="What to say"
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          data={kinds.map((value) => ({ value, label: words[value] }))}
        />
        {kind === "accept" ? (
          <TextInput
            mt="md"
            type="date"
            label="Until, its last day"
            required
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
        ) : null}
        <Textarea
          mt="md"
          autosize
          minRows={3}
          label="Why"
          required={needsReason}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {barred.length > 0 ? <p className="dim small">You may not decide on some of these: {barred.join("; ")}.</p> : null}
        {error ? <Failure error={error} /> : null}
        {error instanceof ApiProblem && error.problem.status === 409 ? (
          <p className="small">Close this, look at what is said now, and decide again.</p>
        ) : null}
        {done && done.refusals.length > 0 ? (
          <ul className="small" role="alert">
            {done.refusals.map((refusal) => (
              <li key={refusal}>{refusal}</li>
            ))}
          </ul>
        ) : null}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {done ? "Close" : "Cancel"}
          </Button>
          <Button type="submit" loading={decide.isPending || answer.isPending}>
            {words[kind]}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
