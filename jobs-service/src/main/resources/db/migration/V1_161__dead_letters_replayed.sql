-- Which consumer could make nothing of the record; empty: none can, or an earlier version did not say. What has ended is
-- emptied, and forgotten some time later.
alter table dead_letter
    add column id       uuid        not null default gen_random_uuid(),
    add column consumer text        not null default '',
    add column state    text        not null default 'open' check (state in ('open', 'replayed', 'discarded')),
    add column ended_at timestamptz,
    add column ended_by text,
    drop constraint dead_letter_pkey,
    add primary key (topic, shard, position, written_at, consumer);

create unique index on dead_letter (id);
create index on dead_letter (recorded_at desc, id desc);
create index on dead_letter (topic, recorded_at desc, id desc);
create index on dead_letter (ended_at) where ended_at is not null;
