-- Classes of which no tenant's jobs begin.
create table installation_pause (
    class     text        primary key,
    paused_by text        not null,
    paused_at timestamptz not null
);

-- For the operator, without what jobs work on: by functions that run as the schema's owner. They go from tenant to tenant, and
-- to no more rows of each than are asked for.
create function jobs_of_all(
    of_state text, of_class text, of_tenant text, before_at timestamptz, before_id uuid, before_tenant text, most int)
    returns table (
        tenant text, id uuid, class text, type text, state text, attempts int, note text,
        created_at timestamptz, started_at timestamptz, ended_at timestamptz, next_attempt_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with recursive tenants as (
        select coalesce(of_tenant, (select min(j.tenant) from job j)) as name
        union all
        select (select min(j.tenant) from job j where j.tenant > t.name) from tenants t
        where t.name is not null and of_tenant is null)
    select f.* from tenants t cross join lateral (
        select j.tenant, j.id, j.class, j.type, j.state, j.attempts, j.note,
            j.created_at, j.started_at, j.ended_at, j.next_attempt_at
        from job j
        where j.tenant = t.name and j.state collate "C" = of_state and (of_class is null or j.class = of_class)
            and j.created_at <= before_at and (j.created_at, j.id, j.tenant) < (before_at, before_id, before_tenant)
        order by j.created_at desc, j.id desc limit most) f
    order by f.created_at desc, f.id desc, f.tenant desc limit most
$$;

-- The oldest that were given up, but those that were replayed under this key.
create function dead_jobs_of_all(
    of_class text, of_type text, of_tenant text, since timestamptz, until timestamptz, of_replay text, most int)
    returns table (tenant text, id uuid)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with recursive tenants as (
        select coalesce(of_tenant, (select min(j.tenant) from job j)) as name
        union all
        select (select min(j.tenant) from job j where j.tenant > t.name) from tenants t
        where t.name is not null and of_tenant is null)
    select f.tenant, f.id from tenants t cross join lateral (
        select j.tenant, j.id, j.created_at from job j
        where j.tenant = t.name and j.state collate "C" = 'dead' and (of_class is null or j.class = of_class)
            and (of_type is null or j.type = of_type) and (since is null or j.created_at >= since)
            and (until is null or j.created_at < until) and (of_replay is null or j.replay_key is distinct from of_replay)
        order by j.created_at, j.id limit most) f
    order by f.created_at, f.id, f.tenant limit most
$$;

-- Tenants of which jobs of a class are parked.
create function tenants_with_parked_jobs(of_class text) returns setof text
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with recursive tenants as (
        select (select min(j.tenant) from job j) as name
        union all
        select (select min(j.tenant) from job j where j.tenant > t.name) from tenants t where t.name is not null)
    select t.name from tenants t
    where exists (select 1 from job j where j.tenant = t.name and j.class = of_class and j.state collate "C" = 'paused')
$$;

revoke all on function jobs_of_all(text, text, text, timestamptz, uuid, text, int) from public;
revoke all on function dead_jobs_of_all(text, text, text, timestamptz, timestamptz, text, int) from public;
revoke all on function tenants_with_parked_jobs(text) from public;
