-- What stands where in the whole installation, for the operator: by functions that run as the schema's owner. What is open is read by
-- its own index, and what was given up or has failed from tenant to tenant, so what has ended otherwise costs nothing, however much
-- that is. At most so many rows of each kind are counted.
create function jobs_in_numbers(most int)
    returns table (class text, state text, jobs bigint, oldest timestamptz, oldest_due timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select o.class, o.state, count(*), min(o.created_at), min(o.due) filter (where o.due <= now())
    from (
        select j.class, j.state, j.created_at,
            case when j.state in ('queued', 'retrying') then coalesce(j.next_attempt_at, j.created_at) end as due
        from job j where j.ended_at is null limit most) o
    group by o.class, o.state
    union all
    (with recursive tenants as (
        select (select min(j.tenant) from job j) as name
        union all
        select (select min(j.tenant) from job j where j.tenant > t.name) from tenants t where t.name is not null)
    select d.class, 'dead', count(*), null, null
    from (
        select f.class from tenants t cross join lateral (
            select j.class from job j where j.tenant = t.name and j.state collate "C" = 'dead' limit most) f
        limit most) d
    group by d.class)
$$;

create function workflows_in_numbers(most int)
    returns table (type text, status text, instances bigint, oldest timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select o.type, o.status, count(*), min(o.created_at)
    from (select w.type, w.status, w.created_at from workflow w where w.ended_at is null limit most) o
    group by o.type, o.status
    union all
    (with recursive tenants as (
        select (select min(w.tenant) from workflow w) as name
        union all
        select (select min(w.tenant) from workflow w where w.tenant > t.name) from tenants t where t.name is not null)
    select d.type, 'failed', count(*), null
    from (
        select f.type from tenants t cross join lateral (
            select w.type from workflow w where w.tenant = t.name and w.status collate "C" = 'failed' limit most) f
        limit most) d
    group by d.type)
$$;

create policy system on schedule to current_user using (true) with check (true);

create function schedules_in_numbers(most int)
    returns table (active bigint, paused bigint, late bigint, next_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select count(*) filter (where not s.paused), count(*) filter (where s.paused),
        count(*) filter (where not s.paused and s.next_at < now() - interval '1 minute'),
        min(s.next_at) filter (where not s.paused)
    from (select s.paused, s.next_at from schedule s limit most) s
$$;

revoke all on function jobs_in_numbers(int) from public;
revoke all on function workflows_in_numbers(int) from public;
revoke all on function schedules_in_numbers(int) from public;

-- How many executions each lane of each node runs at once at most, as the node says every 10 seconds.
create table lane_place (
    lane    text        not null,
    node    text        not null,
    places  int         not null,
    seen_at timestamptz not null,
    primary key (lane, node)
);
