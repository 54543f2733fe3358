-- The job that tells the room how a message stands, and when the room is told again if it does not know by then.
alter table moderation_item
    add column tell_job uuid,
    add column tell_at  timestamptz not null default now() + interval '1 hour';

drop index moderation_item_untold;
create index moderation_item_untold on moderation_item (tell_at)
    where hidden <> told_hidden and status <> 'deleted';

-- As before, but those whose rooms are to be told again by then, so that none that cannot be told keeps others.
create or replace function untold_moderation(before timestamptz, most int) returns table (tenant text, id text)
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select i.tenant, i.id from moderation_item i
    where i.hidden <> i.told_hidden and i.status <> 'deleted' and i.tell_at < before
    order by i.tell_at limit most
$$;
