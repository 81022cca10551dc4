import type { ClientBase } from "pg";
import { rememberOldFindings } from "./backfill.ts";
import { chainOldEvents } from "./chain-old-events.ts";

/** One step of the database's shape. Its place in the list is its version: steps are only ever added at the end. */
export interface Migration {
  name: string;
  sql: string;
  /** What SQL cannot do, after it, in the same transaction. */
  fill?(client: ClientBase): Promise<void>;
}

/** Nothing here is newer than PostgreSQL 15, and nothing asks the server what time it is. */
export const migrations: readonly Migration[] = [
  {
    name: "audits and events",
    sql: `
      create table rollcall.audits (
        id text primary key,
        system text not null,
        period text not null,
        state text not null check (state in ('draft', 'following-up', 'in-review', 'closed', 'waived', 'cancelled')),
        created_at timestamptz not null
      );
      create table rollcall.events (
        audit text not null references rollcall.audits,
        n integer not null check (n > 0),
        at timestamptz not null,
        kind text not null,
        actor text not null,
        payload json not null,
        primary key (audit, n)
      );
      create function rollcall.refuse_change() returns trigger language plpgsql as
        $$ begin raise exception 'events are only ever added, never changed or deleted'; end $$;
      create trigger only_added before update or delete or truncate on rollcall.events
        for each statement execute function rollcall.refuse_change();`,
  },
  {
    // Rows are compressed before they come: the server is not to try again.
    name: "snapshots",
    sql: `
      create table rollcall.snapshots (
        audit text not null references rollcall.audits,
        n integer not null check (n > 0),
        system text not null,
        taken_at timestamptz not null,
        status text not null check (status in ('complete', 'incomplete', 'failed')),
        sources json not null,
        findings bytea not null,
        primary key (audit, n)
      );
      create index on rollcall.snapshots (system, taken_at) where status = 'complete';
      create table rollcall.snapshot_rows (
        audit text not null,
        n integer not null,
        source text not null,
        part integer not null,
        lines bytea not null,
        primary key (audit, n, source, part),
        foreign key (audit, n) references rollcall.snapshots on delete cascade
      );
      alter table rollcall.snapshots alter column findings set storage external;
      alter table rollcall.snapshot_rows alter column lines set storage external;`,
  },
  {
    name: "follow-up",
    sql: `
      alter table rollcall.audits
        add issue_url text,
        add issue_iid bigint,
        add due_at timestamptz,
        add check ((issue_url is null) = (issue_iid is null));
      alter table rollcall.snapshots
        add scope text not null default 'whole' check (scope in ('whole', 'recheck')),
        add asked json,
        add thinned boolean not null default false;
      create index on rollcall.events (audit) where kind = 'said';
      create table rollcall.findings (
        audit text not null references rollcall.audits,
        key_sha256 text not null,
        ref text not null,
        found_at timestamptz not null,
        looked_at timestamptz not null,
        finding json not null,
        carried json not null,
        primary key (audit, key_sha256)
      );
      create table rollcall.sightings (
        audit text not null,
        key_sha256 text not null,
        at timestamptz not null,
        seen boolean not null,
        primary key (audit, key_sha256, at),
        foreign key (audit, key_sha256) references rollcall.findings
      );
      create table rollcall.intents (
        audit text not null references rollcall.audits,
        id_sha256 text not null,
        n integer not null check (n > 0),
        id json not null,
        at timestamptz not null,
        content json not null,
        confirmed_at timestamptz,
        primary key (audit, id_sha256)
      );
      create index on rollcall.intents (audit, n) where confirmed_at is null;`,
    fill: rememberOldFindings,
  },
  {
    name: "dashboard",
    sql: `
      create table rollcall.sessions (
        id_sha256 text primary key,
        email text not null,
        who json not null,
        created_at timestamptz not null,
        seen_at timestamptz not null,
        expires_at timestamptz not null
      );
      create index on rollcall.sessions (email);`,
  },
  {
    // `listings` and `listed` are derived: they may be emptied, and are made again when somebody asks.
    name: "listings",
    sql: `
      create table rollcall.listings (
        audit text primary key references rollcall.audits,
        n integer not null,
        form integer not null,
        at timestamptz not null,
        summary json not null
      );
      create table rollcall.listed (
        audit text not null references rollcall.listings on delete cascade,
        kind text not null check (kind in ('account', 'person', 'credential')),
        position integer not null,
        person text,
        words text not null,
        facets text[] not null,
        by_name integer not null,
        by_email integer not null,
        by_role integer not null,
        by_sign_in integer not null,
        entry text not null,
        primary key (audit, kind, position)
      );
      create index on rollcall.listed (person, kind) where person is not null;
      create table rollcall.running (
        audit text primary key,
        system text not null,
        what text not null check (what in ('audit', 'recheck')),
        by text not null,
        started_at timestamptz not null,
        heard_at timestamptz not null,
        progress json not null
      );
      create table rollcall.journal (
        id text primary key,
        at timestamptz not null,
        kind text not null,
        actor text not null,
        payload json not null
      );
      create index on rollcall.journal (at);
      create index on rollcall.events (at);
      create trigger only_added before update or delete or truncate on rollcall.journal
        for each statement execute function rollcall.refuse_change();`,
  },
  {
    // A chain an audit. What an event says may later be replaced by its pseudonymised form; its place, time, kind and digests may not.
    name: "evidence",
    sql: `
      drop trigger only_added on rollcall.events;
      alter table rollcall.events
        add payload_sha256 text,
        add sha256 text,
        add redacted_at timestamptz;
      create function rollcall.refuse_all_but_redaction() returns trigger language plpgsql as
        $$ begin
          if new.redacted_at is null
            or (new.audit, new.n, new.at, new.kind, new.payload_sha256, new.sha256)
              is distinct from (old.audit, old.n, old.at, old.kind, old.payload_sha256, old.sha256)
          then raise exception 'events are only ever added, never changed or deleted'; end if;
          return new;
        end $$;
      drop trigger only_added on rollcall.journal;
      alter table rollcall.journal add redacted_at timestamptz;
      create function rollcall.refuse_all_but_journal_redaction() returns trigger language plpgsql as
        $$ begin
          if new.redacted_at is null or (new.id, new.at, new.kind) is distinct from (old.id, old.at, old.kind)
          then raise exception 'events are only ever added, never changed or deleted'; end if;
          return new;
        end $$;
      create trigger only_redacted before update on rollcall.journal
        for each row execute function rollcall.refuse_all_but_journal_redaction();
      create trigger only_added before delete or truncate on rollcall.journal
        for each statement execute function rollcall.refuse_change();
      alter table rollcall.snapshots add basis json;
      create table rollcall.basis_parts (
        sha256 text primary key,
        content bytea not null
      );
      alter table rollcall.basis_parts alter column content set storage external;
      create table rollcall.bundles (
        audit text not null references rollcall.audits,
        n integer not null check (n > 0),
        sealed_at timestamptz not null,
        sha256 text not null,
        size bigint not null,
        manifest json not null,
        primary key (audit, n)
      );
      create table rollcall.bundle_parts (
        audit text not null,
        n integer not null,
        part integer not null,
        bytes bytea not null,
        primary key (audit, n, part),
        foreign key (audit, n) references rollcall.bundles
      );
      alter table rollcall.bundle_parts alter column bytes set storage external;`,
    fill: chainOldEvents,
  },
  {
    name: "webhooks",
    sql: `
      create table rollcall.webhooks (
        id text primary key,
        since timestamptz not null
      );
      create table rollcall.deliveries (
        webhook text not null references rollcall.webhooks,
        audit text not null references rollcall.audits,
        n integer not null,
        attempts integer not null,
        failing_since timestamptz,
        next_at timestamptz,
        primary key (webhook, audit)
      );`,
  },
  {
    // Sessions begin anew: those before said less of whoever they are of.
    name: "sign-in",
    sql: `
      delete from rollcall.sessions;
      create table rollcall.access_tokens (
        token_sha256 text primary key,
        id text not null unique,
        email text not null,
        who json not null,
        name text not null,
        scopes json not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        revoked_at timestamptz
      );
      create index on rollcall.access_tokens (email);
      create table rollcall.idempotency (
        who text not null,
        key_sha256 text not null,
        request_sha256 text not null,
        at timestamptz not null,
        status integer,
        answer text,
        primary key (who, key_sha256)
      );
      create index on rollcall.idempotency (at);`,
  },
];
