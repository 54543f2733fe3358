-- Where more is kept of deliveries than may be, the oldest go of the tenant that has most of it, and of its own those of the
-- maker who has most: who delivers much empties nobody else's log. What nodes of the version before use stays until the next.
create index webhook_received_of_maker on webhook_received (tenant, maker, received_at desc) include (size_bytes);

-- Whose have to go, until when: the levels of tenants, and those of makers within each, sink until all is no more than so many
-- bytes. A delivery counts as its body and 4 KiB, for what else is kept of it. No rows if there is no more than that.
create function webhooks_received_surplus(most_bytes bigint)
    returns table (tenant text, maker text, until timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with of_makers as (
        select r.tenant, r.maker, r.received_at, r.size_bytes + 4096 as bytes,
            sum(r.size_bytes + 4096) over (partition by r.tenant, r.maker order by r.received_at desc) as of_maker
        from webhook_received r
        where (select sum(size_bytes + 4096) from webhook_received) > most_bytes),
    of_tenants as (
        select m.*, sum(m.bytes) over (partition by m.tenant order by m.of_maker) as of_tenant
        from of_makers m),
    of_all as (
        select t.*, sum(t.bytes) over (order by t.of_tenant) as total
        from of_tenants t)
    select a.tenant, a.maker, max(a.received_at) from of_all a where a.total > most_bytes group by a.tenant, a.maker
$$;

-- Removes what came of a maker's until then, up to so many; returns how many. What is still to be done about what came in
-- the last hour will be.
create function purge_webhooks_received_of(of_tenant text, of_maker text, until timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with gone as (
        delete from webhook_received where ctid = any(array(
            select ctid from webhook_received
            where tenant = of_tenant and maker = of_maker and received_at <= until
                and (state <> 'received' or received_at < now() - interval '1 hour')
            order by received_at limit most for update skip locked))
        returning 1)
    select count(*) from gone
$$;

revoke all on function webhooks_received_surplus(bigint) from public;
revoke all on function purge_webhooks_received_of(text, text, timestamptz, int) from public;
