-- For the function below, which runs as the schema's owner.
create policy forget on synchronised_users to current_user using (true);
create policy forget on webhook_sources for delete to current_user using (true);

-- Forgets users and webhook sources, with their secrets, of organisations that were deleted before, and tells how many.
create function forget_leftovers(before timestamptz, most int) returns int
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with synchronised as (
        delete from synchronised_users where ctid = any (array(
            select s.ctid from synchronised_users s join organisations o using (tenant) where o.deleted_at < before limit most / 3))
        returning 1
    ), known as (
        delete from users where ctid = any (array(
            select u.ctid from users u join organisations o using (tenant) where o.deleted_at < before limit most / 3))
        returning 1
    ), sources as (
        delete from webhook_sources where ctid = any (array(
            select w.ctid from webhook_sources w join organisations o using (tenant) where o.deleted_at < before limit most / 3))
        returning 1
    )
    select ((select count(*) from synchronised) + (select count(*) from known) + (select count(*) from sources))::int
$$;
revoke all on function forget_leftovers(timestamptz, int) from public;
