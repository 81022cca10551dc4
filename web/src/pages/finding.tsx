import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { Card } from "../parts/card.tsx";
import { DecisionForm } from "../parts/decision-form.tsx";
import { ExpectedObserved, StandingWords } from "../parts/finding-list.tsx";
import { PersonLink, SeverityTag } from "../parts/marks.tsx";
import { Shown } from "../parts/states.tsx";
import { moment, safeUrl } from "../parts/words.ts";
import { useCall } from "../queries.ts";

/** One finding, its proof, and everything that was said and done about it. */
export function FindingPage({ system, period, name }: { system: string; period: string; name: string }) {
  const finding = useCall("finding", { params: { system, period, ref: name } });
  const [isOpen, setOpen] = useState(false);
  return (
    <Shown of={finding}>
      {(data) => (
        <>
          <p className="small">
            <Link href={`/audits/${system}/${period}`}>
              {data.system_name} {period}
            </Link>
          </p>
          <h1>
            {data.ref} <SeverityTag severity={data.severity} />
          </h1>
          <p>{data.message}</p>
          {data.may.answer || data.may.decide ? (
            <Button size="xs" onClick={() => setOpen(true)}>
              {data.may.decide ? "Answer or decide" : "Answer"}
            </Button>
          ) : (
            <p className="dim small">It is neither asked of you nor about you: you may look.</p>
          )}
          <Card title="Proof" aside={data.check}>
            <div className="inside">
              <ExpectedObserved finding={data} />
              <p>
                <span className="dim">Stands: </span>
                <StandingWords finding={data} />
              </p>
              <p>
                <span className="dim">About </span>
                <PersonLink who={data.person} />
                <AccountLink account={data.account} />
                <span className="dim"> · source </span>
                {data.source}
                <span className="dim"> · found </span>
                {moment(data.found_at)}
              </p>
              {data.fixes.length > 0 ? (
                <>
                  <b>What to do</b>
                  <ul>
                    {data.fixes.map((fix) => (
                      <li key={fix}>{fix}</li>
                    ))}
                  </ul>
                </>
              ) : null}
            </div>
          </Card>
          <Card title="History" aside="oldest first">
            <div className="inside">
              {data.history.length === 0 ? <p className="dim">Nothing was said or asked yet.</p> : null}
              {data.history.map(({ at, actor, what, words, where }) => (
                <p key={`${at} ${what}`}>
                  <span className="dim nowrap">{moment(at)}</span> {actor}: {what}
                  {words ? <q>{words}</q> : null}
                  {safeUrl(where) ? (
                    <a href={safeUrl(where) ?? ""} rel="noreferrer" target="_blank" aria-label="Where it was said">
                      {" "}
                      ↗
                    </a>
                  ) : null}
                </p>
              ))}
            </div>
          </Card>
          {isOpen ? <DecisionForm findings={[data]} onClose={() => setOpen(false)} onDone={() => setOpen(false)} /> : null}
        </>
      )}
    </Shown>
  );
}

function AccountLink({
  account,
}: {
  account: { id: string; name: string | null; email: string | null; url: string | null } | null;
}) {
  if (!account) return null;
  const words = account.name ?? account.email ?? account.id;
  const url = safeUrl(account.url);
  return (
    <>
      <span className="dim"> · account </span>
      {url ? (
        <a href={url} rel="noreferrer" target="_blank">
          {words}
        </a>
      ) : (
        words
      )}
    </>
  );
}
