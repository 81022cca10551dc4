import { Link } from "wouter";
import type { PersonDetail, PersonOnSystem } from "../../../src/model/api/person.ts";
import { Card } from "../parts/card.tsx";
import { FindingList } from "../parts/finding-list.tsx";
import { PersonLink } from "../parts/marks.tsx";
import { Shown } from "../parts/states.tsx";
import { counted, markWords, moment, signal } from "../parts/words.ts";
import { useCall } from "../queries.ts";

/** Everything one person has, on every system, beside what the roster says. */
export function PersonPage({ id }: { id: string }) {
  const person = useCall("person", { params: { id } });
  return (
    <Shown of={person} rows={16}>
      {(data) => (
        <>
          <Head person={data} />
          {data.on.map((one) => (
            <OnSystem key={one.system} on={one} />
          ))}
        </>
      )}
    </Shown>
  );
}

function Head({ person }: { person: PersonDetail }) {
  const {
    name,
    email,
    aliases,
    title,
    region,
    manager,
    start_date: start,
    end_date: end,
    left,
    skipped,
    roster_at: at,
    reports,
  } = person;
  return (
    <>
      <h1>{name ?? email ?? person.id}</h1>
      <p className="dim">
        {[email, ...aliases].filter(Boolean).join(", ")} · {title ?? "no title"} · {region ?? "no region"}
        {manager ? (
          <>
            {" · reports to "}
            <PersonLink who={manager} />
          </>
        ) : null}
        {start ? ` · since ${start}` : ""}
        {end ? ` · ${left ? "left" : "until"} ${end}` : ""}
        {skipped ? " · skipped: never a finding" : ""}
        {at ? (
          <>
            {" · "}
            <code className="mono">{at}</code>
          </>
        ) : null}
      </p>
      {reports.length > 0 ? (
        <p className="small">
          <span className="dim">{counted(reports.length, "person").replace("persons", "people")} report to them: </span>
          {reports.map((one, index) => (
            <span key={one.id}>
              {index > 0 ? ", " : ""}
              <PersonLink who={one} />
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}

function OnSystem({ on }: { on: PersonOnSystem }) {
  const { name, audit, mark, read_at: at, unread, findings } = on;
  const isUnread = mark === "u";
  return (
    <Card title={name} aside={at ? `${markWords[mark]} · read ${moment(at)}` : "not read in this period"}>
      <div className="inside">
        {isUnread ? (
          <div className="hatched">
            <div>
              <b className="unread">Could not look. </b>
              {unread.map(({ source, reason }) => `${source}: ${reason}`).join("; ") || "It was not read in this period."}
            </div>
          </div>
        ) : null}
        <div className="beside">
          <Expected on={on} />
          <Observed on={on} />
        </div>
        {audit ? (
          <p className="small">
            <Link href={`/audits/${audit}`}>{audit}</Link>
          </p>
        ) : null}
      </div>
      {findings.length > 0 ? <FindingList findings={findings} empty="" /> : null}
    </Card>
  );
}

function Expected({ on: { expectation } }: { on: PersonOnSystem }) {
  return (
    <div>
      <h3>Expected{expectation?.at ? <code className="mono"> {expectation.at}</code> : null}</h3>
      {expectation ? (
        <dl>
          <Fact name="Account" value={expectation.expected ? "due" : "not due now"} />
          <Fact name="Id" value={expectation.id ?? expectation.username} />
          <Fact name="Shown as" value={expectation.alias} />
          <Fact name="Role" value={expectation.role} />
          <Fact name="Groups" value={expectation.groups?.join(", ") ?? null} />
          <Fact
            name="Due"
            value={expectation.dues.map(({ name, level }) => (level ? `${name}: ${level}` : name)).join(", ") || null}
          />
        </dl>
      ) : (
        <span className="dim">The roster names no access here.</span>
      )}
    </div>
  );
}

function Observed({ on: { accounts, invitations, credentials, mark } }: { on: PersonOnSystem }) {
  return (
    <div>
      <h3>Observed</h3>
      {accounts.length + invitations.length === 0 ? (
        <span className="dim">{mark === "u" ? "Nobody knows." : "No account."}</span>
      ) : null}
      {accounts.map(({ id, name, email, role, class: its, suspended, mfa, last_sign_in: at, grants, matched_by: by }) => (
        <dl key={id}>
          <Fact name="Account" value={`${name ?? email ?? id} (${id}${by ? `, by ${by}` : ""})`} />
          <Fact name="E-mail" value={email} />
          <Fact name="Role" value={`${role ?? its}${suspended ? ", suspended" : ""}`} />
          <Fact name="Holds" value={grants.map(grantWords).join(", ") || null} />
          <Fact name="Last sign-in" value={signal(at)} />
          <Fact name="Second factor" value={mfa === null ? "no signal" : mfa ? "on" : "off"} />
        </dl>
      ))}
      {invitations.map(({ id, email, created_at: at }) => (
        <p key={id}>
          invited as {email ?? id}
          {at ? ` on ${at.slice(0, 10)}` : ""}
        </p>
      ))}
      {credentials.map(({ id, kind, name, expires_at: end }) => (
        <p key={id}>
          {kind} {name ?? id}, expires: {signal(end)}
        </p>
      ))}
    </div>
  );
}

function grantWords({ name, id, level, via, expires_at: end }: PersonOnSystem["accounts"][number]["grants"][number]): string {
  return [name ?? id, ...(level ? [level] : []), ...(via ? [`through ${via}`] : []), ...(end ? [`until ${end}`] : [])].join(
    " · ",
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (value === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
