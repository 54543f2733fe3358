-- When a job was due for the first time, and when its last try began: with started_at and ended_at that says how long it
-- waited, and how long the try took.
alter table job
    add column due_at   timestamptz,
    add column tried_at timestamptz;

create index job_recent on job (ended_at) where ended_at is not null;

-- What ended lately, in numbers, of one tenant or (null) of all: by functions that run as the schema's owner. At most so
-- many rows are looked at, the newest; "counted_from" says since when what ended is counted. There is a row without a class
-- or type where there is nothing.
create function ended_jobs(of_tenant text, since timestamptz, most int)
    returns table (
        counted_from timestamptz, class text, done bigint, dead bigint, failed_tries bigint,
        waited double precision[], tried double precision[])
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with recent as materialized (
        select j.tenant, j.class, j.state, j.attempts - j.forgiven as tries, j.ended_at,
            extract(epoch from j.started_at - j.due_at)::double precision * 1000 as waited,
            extract(epoch from j.ended_at - j.tried_at)::double precision * 1000 as tried
        from job j where j.ended_at >= since order by j.ended_at desc limit most),
    counted as (
        select case when count(*) < most then since else min(r.ended_at) end as since_when from recent r)
    select c.since_when, r.class,
        count(*) filter (where r.state = 'done'),
        count(*) filter (where r.state = 'dead'),
        coalesce(sum(case r.state when 'done' then r.tries - 1 when 'dead' then r.tries end), 0)::bigint,
        percentile_cont(array[0.5, 0.95]) within group (order by r.waited),
        percentile_cont(array[0.5, 0.95]) within group (order by r.tried)
    from counted c left join recent r on of_tenant is null or r.tenant = of_tenant
    group by c.since_when, r.class
$$;

create function ended_workflows_in_numbers(of_tenant text, since timestamptz, most int)
    returns table (
        counted_from timestamptz, type text, complete bigint, failed bigint, cancelled bigint,
        waited double precision[], took double precision[])
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with recent as materialized (
        select w.tenant, w.type, w.status, w.ended_at,
            extract(epoch from w.started_at - w.created_at)::double precision * 1000 as waited,
            extract(epoch from w.ended_at - w.created_at)::double precision * 1000 as took
        from workflow w
        where w.status in ('complete', 'failed', 'cancelled') and w.ended_at >= since
        order by w.ended_at desc limit most),
    counted as (
        select case when count(*) < most then since else min(r.ended_at) end as since_when from recent r)
    select c.since_when, r.type,
        count(*) filter (where r.status = 'complete'),
        count(*) filter (where r.status = 'failed'),
        count(*) filter (where r.status = 'cancelled'),
        percentile_cont(array[0.5, 0.95]) within group (order by r.waited),
        percentile_cont(array[0.5, 0.95]) within group (order by r.took)
    from counted c left join recent r on of_tenant is null or r.tenant = of_tenant
    group by c.since_when, r.type
$$;

revoke all on function ended_jobs(text, timestamptz, int) from public;
revoke all on function ended_workflows_in_numbers(text, timestamptz, int) from public;
