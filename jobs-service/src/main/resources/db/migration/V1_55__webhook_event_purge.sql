-- What nobody can ask for any more is removed for all tenants at once, by a function that runs as the schema's owner; the
-- application role itself still sees one tenant's rows only.
create policy system on webhook_event to current_user using (true) with check (true);
create policy system on webhook_delivery to current_user using (true) with check (true);

create index on webhook_event (at);

-- Removes events that happened before, and of which there is no delivery, up to so many; returns how many.
create function purge_webhook_events(before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with gone as (
        delete from webhook_event e where e.ctid = any(array(
            select o.ctid from webhook_event o
            where o.at < before and not exists (
                select 1 from webhook_delivery d where d.tenant = o.tenant and d.event_id = o.id)
            order by o.at limit most for update skip locked))
        returning 1)
    select count(*) from gone
$$;

revoke all on function purge_webhook_events(timestamptz, int) from public;
