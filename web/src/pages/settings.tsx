import { Button } from "@mantine/core";
import { AccessTokens } from "../parts/access-tokens.tsx";
import { Card, List } from "../parts/card.tsx";
import { Failure, Shown } from "../parts/states.tsx";
import { moment } from "../parts/words.ts";
import { useCall, useWrite } from "../queries.ts";

const ways = {
  "sign-in": "the company's sign-in",
  link: "the link of the machine Rollcall runs on",
  "access-token": "an access token",
} as const;

/** Who somebody is here, where they are signed in, and what programs use in their name. */
export function SettingsPage() {
  return (
    <>
      <h1>Settings</h1>
      <Me />
      <Sessions />
      <AccessTokens />
    </>
  );
}

function Me() {
  const session = useCall("session", {});
  return (
    <Card title="Who I am here">
      <Shown of={session} rows={2}>
        {({ who, via, systems }) => (
          <div className="inside">
            <p>
              {who.name ?? who.email} <span className="dim">{who.name ? who.email : ""}</span>
            </p>
            <p className="small">
              <span className="dim">Role </span>
              {who.roles.join(", ")}
              <span className="dim"> · signed in by </span>
              {ways[via]}
              <span className="dim"> · sees </span>
              {systems.length === 0 ? "what is asked of them" : systems.map(({ name }) => name).join(", ")}
            </p>
          </div>
        )}
      </Shown>
    </Card>
  );
}

function Sessions() {
  const sessions = useCall("sessions", {});
  const end = useWrite("endSession");
  const endAll = useWrite("signOutEverywhere");
  const everywhere = () => endAll.mutate({}, { onSuccess: () => location.assign("/login") });
  const error = end.error ?? endAll.error;
  return (
    <Card
      title="Where I am signed in"
      aside={
        <Button size="compact-xs" variant="default" loading={endAll.isPending} onClick={everywhere}>
          Sign out everywhere
        </Button>
      }
    >
      {error ? <Failure error={error} /> : null}
      <Shown of={sessions} rows={3}>
        {({ items }) => (
          <List
            label="Sessions"
            items={items}
            id={({ id }) => id}
            columns={[
              { name: "Browser", of: ({ browser, is_this: isThis }) => `${browser ?? "unknown"}${isThis ? " (this one)" : ""}` },
              { name: "Since", of: ({ created_at: at }) => moment(at) },
              { name: "Last seen", of: ({ seen_at: at }) => moment(at) },
              { name: "Ends unused", of: ({ expires_at: at }) => moment(at) },
              {
                name: "End",
                of: ({ id, is_this: isThis, browser }) =>
                  isThis ? null : (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`End the session of ${browser ?? "an unknown browser"}`}
                      onClick={() => end.mutate({ params: { id } })}
                    >
                      End
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Shown>
    </Card>
  );
}
