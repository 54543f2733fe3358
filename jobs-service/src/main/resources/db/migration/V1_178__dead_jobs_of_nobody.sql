-- Jobs of the commons that were given up: there nobody is an admin who would replay or discard those of others, so what people
-- wrote would stay in them for ever. Those of files stay, as everywhere. Removes up to so many; returns how many.
create function purge_dead_jobs_of_commons(before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with ended as (
        delete from job j where j.ctid = any(array(
            select o.ctid from job o
            where o.tenant = 'commons' and o.state collate "C" = 'dead' and o.class <> 'media' and o.ended_at < before
            limit most for update skip locked))
        returning j.tenant, j.id),
    forgotten as (
        delete from progress p using ended e where p.tenant = e.tenant and p.kind = 'job' and p.id = e.id::text)
    select count(*) from ended
$$;

revoke all on function purge_dead_jobs_of_commons(timestamptz, int) from public;
