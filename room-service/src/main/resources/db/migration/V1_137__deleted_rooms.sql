-- Rooms that are gone. Their rows stay, so that an older event, written again, does not bring them back: without what they
-- were called, and without anything that was in them. `deleted_at` is the sequence number of what said so; 0: nothing did.
alter table room
    add column deleted_at bigint not null default 0,
    -- When what was in it is to be removed, or again; null if nothing is left.
    add column purge_at   timestamptz;

create index room_purge on room (purge_at) where purge_at is not null;

-- The function below runs as the schema's owner, for all tenants; the application role itself still sees one tenant's rows.
create policy purge on room for select to current_user using (true);

create function rooms_to_purge(most integer) returns table (tenant text, id uuid)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select r.tenant, r.id from room r where r.purge_at <= now() order by r.purge_at limit most
$$;

revoke all on function rooms_to_purge(integer) from public;
