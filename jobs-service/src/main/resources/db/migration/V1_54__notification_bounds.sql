-- What is too old goes by itself, for all tenants at once, by functions that run as the schema's owner; the application role
-- itself still sees one tenant's rows only.
create policy system on inbox_item to current_user using (true) with check (true);
create policy system on notification to current_user using (true) with check (true);
create policy system on notice to current_user using (true) with check (true);
create policy system on mail_address_request to current_user using (true) with check (true);

create index on notification (created_at);
create index on notification_delivery (tenant, notification);
create index on notice (tenant, sender, created_at);
create index on notice (created_at);
create index on progress (at);
create index on mail_address_request (asked_at);

-- How many a notice is for, to count what one sender has told.
alter table notice add column recipients int not null default 0;

-- Removes notifications of before, up to so many: whole items where also the newest is one, and single ones elsewhere.
-- Returns how many rows it removed. An item that changes at this moment is left alone.
create function purge_notifications(before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with items as (
        delete from inbox_item d where d.ctid = any(array(
            select i.ctid
            from notification n join inbox_item i on i.tenant = n.tenant and i.id = n.item and i.latest = n.sequence
            where n.created_at < before
            limit most for update of i skip locked))
        returning 1),
    single as (
        delete from notification d where d.ctid = any(array(
            select n.ctid
            from notification n join inbox_item i on i.tenant = n.tenant and i.id = n.item and i.latest > n.sequence
            where n.created_at < before
            limit most for update of n skip locked))
        returning 1)
    select (select count(*) from items) + (select count(*) from single)
$$;

create function purge_notices(before timestamptz) returns void
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    delete from notice where created_at < before;
    delete from progress where at < before;
    delete from mail_address_request where asked_at < before;
    delete from mail_confirmation where since < now() - interval '1 day';
$$;

revoke all on function purge_notifications(timestamptz, int) from public;
revoke all on function purge_notices(timestamptz) from public;
