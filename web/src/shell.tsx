import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import type { Session } from "../../src/model/api/session.ts";
import { useLive } from "./live.ts";
import { isInCharge, seesSystems } from "./may.ts";
import { AccessMapPage } from "./pages/access-map.tsx";
import { ActivityPage } from "./pages/activity.tsx";
import { AuditPage } from "./pages/audit.tsx";
import { CredentialsPage } from "./pages/credentials.tsx";
import { ExemptionsPage } from "./pages/exemptions.tsx";
import { FindingPage } from "./pages/finding.tsx";
import { FindingsPage } from "./pages/findings.tsx";
import { FollowUpPage } from "./pages/follow-up.tsx";
import { MyItemsPage } from "./pages/my-items.tsx";
import { OverviewPage } from "./pages/overview.tsx";
import { PeoplePage } from "./pages/people.tsx";
import { PersonPage } from "./pages/person.tsx";
import { SeatsPage } from "./pages/seats.tsx";
import { SettingsPage } from "./pages/settings.tsx";
import { Boundary } from "./parts/boundary.tsx";
import { NoticeArea } from "./parts/notice.tsx";
import { Asked, Failure } from "./parts/states.tsx";
import { useCall } from "./queries.ts";

const pages = [
  ["/", "Overview"],
  ["/findings", "Findings"],
  ["/my-items", "My items"],
  ["/follow-up", "Follow-up"],
  ["/people", "People"],
  ["/access-map", "Access map"],
  ["/credentials", "Credentials"],
  ["/seats", "Seats"],
  ["/exemptions", "Exemptions"],
  ["/activity", "Activity"],
] as const;

/** Whether a page has anything for somebody: whoever is only asked has their own items. */
function isFor(session: Session, href: string): boolean {
  return href === "/my-items" || seesSystems(session);
}

/** Everything around a page: who is there, where one can go, and the page itself. */
export function Shell() {
  const session = useCall("session", {});
  const [path] = useLocation();
  useLive();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Navigation session={session.data ?? null} />
      <main className="main" id="main">
        {session.error ? <Failure error={session.error} again={() => session.refetch()} /> : null}
        <NoticeArea>
          <Boundary key={path}>
            <Switch>
              <Route path="/">{() => <OverviewPage />}</Route>
              <Route path="/findings">{() => <FindingsPage />}</Route>
              <Route path="/my-items">{() => <MyItemsPage />}</Route>
              <Route path="/follow-up">{() => <FollowUpPage />}</Route>
              <Route path="/people">{() => <PeoplePage />}</Route>
              <Route path="/people/:id">{() => <PersonPage id={lastOfPath()} />}</Route>
              <Route path="/access-map">{() => <AccessMapPage />}</Route>
              <Route path="/credentials">{() => <CredentialsPage />}</Route>
              <Route path="/seats">{() => <SeatsPage />}</Route>
              <Route path="/exemptions">{() => <ExemptionsPage />}</Route>
              <Route path="/activity">{() => <ActivityPage />}</Route>
              <Route path="/settings">{() => <SettingsPage />}</Route>
              <Route path="/audits/:system/:period">
                {({ system, period }) => <AuditPage system={system} period={period} />}
              </Route>
              <Route path="/audits/:system/:period/findings/:ref">
                {({ system, period, ref: name }) => <FindingPage system={system} period={period} name={name} />}
              </Route>
              <Route path="/index.html">
                <Redirect to="/" />
              </Route>
              <Route>
                <h1>There is no such page</h1>
                <p>
                  The link may be old. <Link href="/">The overview</Link> leads to everything there is.
                </p>
              </Route>
            </Switch>
          </Boundary>
        </NoticeArea>
      </main>
    </div>
  );
}

/** As it was written: the router decodes half of it, and what is decoded twice is somebody else or nothing. */
function lastOfPath(): string {
  const last = location.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function Navigation({ session }: { session: Session | null }) {
  const [path] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const here = (href: string) => (path === href ? { "aria-current": "page" as const } : {});
  return (
    <nav className="nav" aria-label="Pages">
      <Button className="menu" size="xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Menu
      </Button>
      <div className="brand">Rollcall</div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the links in it are what is clicked */}
      <div className={isOpen ? "links open" : "links"} onClick={() => setOpen(false)}>
        <h2>{session?.period.replace("-", " · ") ?? " "}</h2>
        {pages
          .filter(([href]) => !session || isFor(session, href))
          .map(([href, name]) => (
            <Link key={href} href={href} {...here(href)}>
              {name}
            </Link>
          ))}
        {session && !seesSystems(session) ? null : <h2>Systems</h2>}
        {session?.systems.map(({ id, name }) => (
          <Link key={id} href={`/audits/${id}/${session.period}`} {...here(`/audits/${id}/${session.period}`)}>
            {name}
          </Link>
        ))}
        <h2>{session?.organization ?? " "}</h2>
        <Who session={session} />
      </div>
    </nav>
  );
}

function Who({ session }: { session: Session | null }) {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = scheme === "dark" ? "light" : "dark";
  const [path] = useLocation();
  if (!session) return <Asked rows={2} />;
  const { email, name, roles } = session.who;
  return (
    <div style={{ padding: "2px 8px" }}>
      <div title={email}>{name ?? email}</div>
      <div className="dim small">{roles.join(", ")}</div>
      {isInCharge(session) || !seesSystems(session) ? null : (
        <p className="dim small">
          You may look.{session.via === "link" ? " To decide, start rollcall serve with --as and your address." : ""}
        </p>
      )}
      <Link href="/settings" {...(path === "/settings" ? { "aria-current": "page" as const } : {})}>
        Settings
      </Link>
      <form method="post" action="/sign-out" style={{ display: "flex", gap: 8, marginTop: 8 }}>
        <Button size="compact-xs" variant="default" type="submit">
          Sign out
        </Button>
        <ActionIcon variant="default" size="sm" aria-label={`Use the ${other} colours`} onClick={() => setColorScheme(other)}>
          {other === "dark" ? "◐" : "◑"}
        </ActionIcon>
      </form>
    </div>
  );
}
