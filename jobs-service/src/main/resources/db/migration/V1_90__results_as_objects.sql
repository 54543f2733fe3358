-- Results that are too large for a row: "result_object" is the path of the object below the tenant. "has_objects" is set
-- before the first one is written.
alter table workflow
    add column result_object text,
    add column has_objects   boolean not null default false;

alter table workflow_step add column result_object text;

-- Instances of all tenants that ended long ago are found by a function that runs as the schema's owner; the application
-- role itself still sees one tenant's rows only.
create policy system on workflow to current_user using (true) with check (true);

create index workflow_ended on workflow (ended_at) where status in ('complete', 'failed', 'cancelled');

-- Instances of these types that ended before, up to so many; children come when their parents are gone.
create function ended_workflows(before timestamptz, types text[], most int) returns table (tenant text, id text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select w.tenant, w.id from workflow w
    where w.status in ('complete', 'failed', 'cancelled') and w.ended_at < before and w.type = any(types)
        and (w.parent_id is null
            or not exists (select 1 from workflow p where p.tenant = w.tenant and p.id = w.parent_id))
    order by w.ended_at limit most
$$;

revoke all on function ended_workflows(timestamptz, text[], int) from public;
