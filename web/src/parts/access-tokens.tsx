import { Alert, Button, Checkbox, Group, SegmentedControl, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AccessToken, Scope } from "../../../src/model/api/session.ts";
import { useCall, useWrite } from "../queries.ts";
import { Card, List } from "./card.tsx";
import { Empty, Failure, Shown } from "./states.tsx";
import { moment } from "./words.ts";

const scopes: Record<Scope, string> = {
  read: "read: see what I see",
  answer: "answer: answer findings in my name",
  decide: "decide: everything else I may do",
};
const lives = { "7": "7 days", "30": "30 days", "90": "90 days", "366": "a year" } as const;

/** What programs use in somebody's name: listed, made, revoked. */
export function AccessTokens() {
  const tokens = useCall("accessTokens", {});
  const revoke = useWrite("revokeAccessToken");
  return (
    <Card title="Access tokens" aside="for programs: they may never do more than I may">
      <NewToken />
      {revoke.error ? <Failure error={revoke.error} /> : null}
      <Shown of={tokens} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>No program acts in my name.</Empty>
          ) : (
            <List
              label="Access tokens"
              items={items}
              id={({ id }) => id}
              columns={[
                { name: "Name", of: ({ name }) => name },
                { name: "May", of: ({ scopes: may }) => may.join(", ") },
                { name: "Made", of: ({ created_at: at }) => moment(at) },
                { name: "Last used", of: ({ used_at: at }) => (at ? moment(at) : <span className="dim">never</span>) },
                { name: "Until", of: (token) => <Until token={token} /> },
                {
                  name: "Revoke",
                  of: ({ id, name, ended }) =>
                    ended ? null : (
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={`Revoke ${name}`}
                        onClick={() => revoke.mutate({ params: { id } })}
                      >
                        Revoke
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Shown>
    </Card>
  );
}

function Until({ token: { ended, expires_at: at } }: { token: AccessToken }) {
  return ended ? <span className="dim">{ended}</span> : <span>{moment(at)}</span>;
}

function NewToken() {
  const make = useWrite("makeAccessToken");
  const [name, setName] = useState("");
  const [may, setMay] = useState<string[]>(["read"]);
  const [days, setDays] = useState("30");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name, scopes: may as Scope[], days: Number(days) };
    make.mutate({ body }, { onSuccess: () => setName("") });
  };
  return (
    <form className="inside" onSubmit={submit}>
      <TextInput
        label="What it is for"
        required
        maxLength={100}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Checkbox.Group mt="sm" label="May" value={may} onChange={setMay}>
        {Object.entries(scopes).map(([value, label]) => (
          <Checkbox key={value} mt={6} size="xs" value={value} label={label} />
        ))}
      </Checkbox.Group>
      <Group mt="sm" align="center">
        <SegmentedControl
          size="xs"
          aria-label="Lives for"
          value={days}
          onChange={setDays}
          data={Object.entries(lives).map(([value, label]) => ({ value, label }))}
        />
        <Button type="submit" size="xs" loading={make.isPending} disabled={may.length === 0}>
          Make an access token
        </Button>
      </Group>
      {make.error ? <Failure error={make.error} /> : null}
      {make.data ? <Made token={make.data.token} /> : null}
    </form>
  );
}

/** Its secret, which nobody will see again. */
function Made({ token }: { token: string }) {
  return (
    <Alert mt="md" variant="outline" title="Made. It is shown this once: keep it now" role="status">
      <TextInput
        readOnly
        aria-label="The access token"
        value={token}
        onFocus={({ currentTarget }) => currentTarget.select()}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      />
    </Alert>
  );
}
