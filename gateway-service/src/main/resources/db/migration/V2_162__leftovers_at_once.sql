-- As many of each table as may go, and tells of the table from which most did: what comes to a full step has another one
-- behind it.
create or replace function forget_leftovers(before timestamptz, most int) returns int
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with synchronised as (
        delete from synchronised_users where ctid = any (array(
            select s.ctid from synchronised_users s join organisations o using (tenant) where o.deleted_at < before limit most))
        returning 1
    ), known as (
        delete from users where ctid = any (array(
            select u.ctid from users u join organisations o using (tenant) where o.deleted_at < before limit most))
        returning 1
    ), sources as (
        delete from webhook_sources where ctid = any (array(
            select w.ctid from webhook_sources w join organisations o using (tenant) where o.deleted_at < before limit most))
        returning 1
    )
    select greatest(
        (select count(*) from synchronised), (select count(*) from known), (select count(*) from sources))::int
$$;
