-- Where they were changed last. Null: before this was kept.
alter table preferences add column tenant text;

-- Erases users who were deactivated before, tells how many, and forgets in their tenant what is known of these people besides.
-- Who is a member (again) keeps what members have. Preferences are a person's in all tenants: they go where the provider's
-- own organisation has let somebody go who is nowhere else, as anybody can make one of ours and say that somebody is gone.
-- Some can make one of the provider's as well: so the one where the person has changed them last must have let it go since.
create or replace function erase_users(before timestamptz, most int) returns int
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with due as (
        select u.id, u.tenant, u.email, u.deactivated_at, u.external_id, 'user:' || u.external_id as subject
        from users u
        where u.deactivated_at < before and u.email <> ''
        limit most
        for update skip locked
    ), departed as (
        select d.tenant, d.subject, d.external_id
        from due d
        where d.external_id is not null
          and not exists (select from memberships m where m.tenant = d.tenant and m.subject = d.subject)
    ), invited as (
        delete from invitations i using due d
        where i.tenant = d.tenant and i.sent_at <= d.deactivated_at
          and (lower(i.email) = lower(d.email) or i.accepted_by = d.subject)
    ), held as (
        update api_keys k set handle = '', label = null from departed d
        where k.tenant = d.tenant and k.subject = d.subject
    ), acting as (
        update webhook_sources s set action = null, action_by = null, action_handle = null from departed d
        where s.tenant = d.tenant and s.action_by = d.subject
    ), chosen as (
        delete from preferences p using departed d
        where p.subject = d.subject
          and exists (
              select from users u
              where u.tenant = coalesce(p.tenant, d.tenant) and u.external_id = d.external_id
                and u.deactivated_at >= p.updated_at)
          and not exists (select from organisations o where o.tenant = d.tenant)
          and not exists (select from memberships m where m.subject = d.subject)
          and not exists (select from users u where u.external_id = d.external_id and u.deactivated_at is null)
          and not exists (select from sessions s where s.subject = d.subject and s.valid_until > now())
    ), erased as (
        update users u set email = '', name = '', email_verified = false, idempotency_key = null from due d
        where u.id = d.id
        returning 1
    )
    select count(*)::int from erased
$$;
