-- Kafka records that nothing could be made of, each once for each consumer; with an empty consumer none can read it. They
-- are whole until they have ended, so that they can have their effect after all, and are forgotten some time later. The
-- time is the record's: offsets start again where a topic is made anew. Of no tenant: only the operator sees them.
create table dead_letter (
    id          uuid        not null default gen_random_uuid(),
    topic       text        not null,
    shard       int         not null,
    position    bigint      not null,
    written_at  timestamptz not null,
    consumer    text        not null,
    key         bytea,
    headers     text        not null,
    value       bytea,
    reason      text        not null,
    recorded_at timestamptz not null default now(),
    state       text        not null default 'open' check (state in ('open', 'replayed', 'discarded')),
    ended_at    timestamptz,
    ended_by    text,
    primary key (topic, shard, position, written_at, consumer)
);

create unique index on dead_letter (id);
create index on dead_letter (recorded_at desc, id desc);
create index on dead_letter (topic, recorded_at desc, id desc);
create index on dead_letter (ended_at) where ended_at is not null;
