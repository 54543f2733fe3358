-- Which sessions have ended of late: what was let in before, and is under way still, subscribes no device in them. By the session
-- first: it may have worked in other tenants than its own.
create table ended_session (
    session uuid        not null,
    tenant  text        not null,
    subject text        not null,
    at      timestamptz not null,
    primary key (session, tenant)
);

create index on ended_session (at);
select isolate_tenants('ended_session');

create policy system on ended_session to current_user using (true) with check (true);

create function has_ended(of_subject text, of_session uuid) returns boolean
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select exists (select 1 from ended_session where session = of_session and subject = of_subject)
$$;

revoke all on function has_ended(text, uuid) from public;

create index on push_subscription (ends_at) where ends_at is not null;

-- Removes devices and sessions that ended before, up to so many of each; returns how many.
create function purge_devices(before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with devices as (
        delete from push_subscription d where d.ctid = any(array(
            select p.ctid from push_subscription p where p.ends_at < before limit most for update skip locked))
        returning 1),
    sessions as (
        delete from ended_session s where s.ctid = any(array(
            select e.ctid from ended_session e where e.at < before limit most for update skip locked))
        returning 1)
    select (select count(*) from devices) + (select count(*) from sessions)
$$;

revoke all on function purge_devices(timestamptz, int) from public;
