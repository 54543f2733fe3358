-- What ended long ago is removed for all tenants at once, by a function that runs as the schema's owner; the application role
-- itself still sees one tenant's rows only.
create policy system on job to current_user using (true) with check (true);
create policy system on progress to current_user using (true) with check (true);

-- Payloads of which nobody has any more use, and that hold what people wrote to each other.
update job set payload = '' where state in ('done', 'cancelled', 'discarded') and type <> 'media.process';

alter table job_action
    drop constraint job_action_tenant_job_id_fkey,
    add foreign key (tenant, job_id) references job on delete cascade not valid;

create index job_ended on job (ended_at) where state in ('done', 'cancelled', 'discarded') and class <> 'media';

-- Removes jobs that ended before, up to so many; returns how many. Those that were given up stay, and those of files:
-- media.events are kept for ever, and an event that is read again has no effect because its job is there.
create function purge_jobs(before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with ended as (
        delete from job j where j.ctid = any(array(
            select o.ctid from job o
            where o.state in ('done', 'cancelled', 'discarded') and o.class <> 'media' and o.ended_at < before
            limit most for update skip locked))
        returning j.tenant, j.id),
    forgotten as (
        delete from progress p using ended e where p.tenant = e.tenant and p.kind = 'job' and p.id = e.id::text)
    select count(*) from ended
$$;

revoke all on function purge_jobs(timestamptz, int) from public;
