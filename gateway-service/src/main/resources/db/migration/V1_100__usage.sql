-- What tenants have used (GW-16), added up by hour, day, month and altogether ('total'), in UTC. Of a level the amounts are
-- its changes.
create table usage (
    tenant  text        not null,
    -- In the commons, where all strangers are one tenant: who used it; else empty.
    subject text        not null,
    grain   text        not null check (grain in ('hour', 'day', 'month', 'total')),
    meter   text        not null,
    start   timestamptz not null,
    amount  bigint      not null,
    primary key (tenant, subject, grain, meter, start)
);

create index usage_age on usage (grain, start);

select isolate_tenants('usage');

-- Reports come from many tenants at once. The functions below run as the schema's owner; the application role itself still
-- sees one tenant's rows only.
create policy add_up on usage to current_user using (true) with check (true);

-- Adds what events tell, each of them once: row by row an event's id and one of its amounts.
create function record_usage(
    consumer text, events text[], tenants text[], subjects text[], meters text[], hours timestamptz[], amounts bigint[])
    returns void language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with given as (
        select * from unnest(events, tenants, subjects, meters, hours, amounts)
            as g (event, tenant, subject, meter, hour, amount)
    ), fresh as (
        insert into inbox (consumer, event_id) select distinct record_usage.consumer, g.event from given g
        on conflict do nothing
        returning event_id
    ), summed as (
        select g.tenant, g.subject, p.grain, g.meter, p.start, sum(g.amount)::bigint as amount
        from given g
        join fresh f on f.event_id = g.event
        cross join lateral (values
            ('hour', date_trunc('hour', g.hour, 'UTC')),
            ('day', date_trunc('day', g.hour, 'UTC')),
            ('month', date_trunc('month', g.hour, 'UTC')),
            ('total', timestamptz '1970-01-01 00:00:00Z')) as p (grain, start)
        group by 1, 2, 3, 4, 5
    )
    -- In one order, so that two gateways that write the same rows do not wait for each other.
    insert into usage as u (tenant, subject, grain, meter, start, amount)
    select s.tenant, s.subject, s.grain, s.meter, s.start, s.amount from summed s order by 1, 2, 3, 4, 5
    on conflict (tenant, subject, grain, meter, start) do update set amount = u.amount + excluded.amount
$$;

-- Forgets the hours and days that nobody can ask for any more.
create function forget_usage(hours_before timestamptz, days_before timestamptz) returns void
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    delete from usage u
    where (u.grain = 'hour' and u.start < hours_before) or (u.grain = 'day' and u.start < days_before)
$$;

revoke all on function record_usage(text, text[], text[], text[], text[], timestamptz[], bigint[]) from public;
revoke all on function forget_usage(timestamptz, timestamptz) from public;
