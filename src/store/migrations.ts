/** One step of the database's shape. Its place in the list is its version: steps are only ever added at the end. */
export interface Migration {
  name: string;
  sql: string;
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
];
