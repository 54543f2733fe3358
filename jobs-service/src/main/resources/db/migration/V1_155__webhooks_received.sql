-- What sources outside have told, and what became of it: a log that ends by itself. The tenant's order of a source is that
-- of the times. "errand" is what was to be done, as JSON.
create table webhook_received (
    tenant       text        not null,
    id           uuid        not null,
    source       uuid        not null,
    maker        text        not null,
    message_id   text        not null,
    kind         text,
    content_type text,
    body         bytea       not null,
    size_bytes   int         not null,
    errand       text        not null,
    received_at  timestamptz not null,
    state        text        not null check (state in ('received', 'done', 'failed')),
    note         text,
    ended_at     timestamptz,
    replays      int         not null default 0,
    -- By which the last replay is known that is asked for again.
    replay_key   text,
    -- Of what is done at a limited rate: the time that the source has used up with it.
    paced_until  timestamptz,
    primary key (tenant, id)
);

create index on webhook_received (tenant, source, received_at desc, id desc);
create index on webhook_received (tenant, source, paced_until desc) where paced_until is not null;
create index webhook_received_age on webhook_received (received_at) include (size_bytes);
select isolate_tenants('webhook_received');

-- What is too old, or more than is kept, is removed for all tenants at once, by functions that run as the schema's owner;
-- the application role itself still sees one tenant's rows only.
create policy system on webhook_received to current_user using (true) with check (true);

-- Since when so many bytes have come, those of this time left out; null if they were fewer.
create function webhooks_received_beyond(most_bytes bigint) returns timestamptz
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select max(received_at)
    from (select received_at, sum(size_bytes) over (order by received_at desc) as total from webhook_received) newest
    where total > most_bytes
$$;

-- Removes what came until then, up to so many; returns how many.
create function purge_webhooks_received(until timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with gone as (
        delete from webhook_received where ctid = any(array(
            select ctid from webhook_received where received_at <= until
            order by received_at limit most for update skip locked))
        returning 1)
    select count(*) from gone
$$;

revoke all on function webhooks_received_beyond(bigint) from public;
revoke all on function purge_webhooks_received(timestamptz, int) from public;
