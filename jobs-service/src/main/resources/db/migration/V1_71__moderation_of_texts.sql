-- Which text a moderator has decided about. What was decided before was about the present one.
alter table moderation_item add column decided_text bigint;
update moderation_item set decided_text = text_sequence where decided_at is not null;

-- What the room knows.
alter table moderation_item add column told_hidden boolean not null default false;
update moderation_item set told_hidden = hidden;
create index moderation_item_untold on moderation_item (updated_at)
    where hidden <> told_hidden and status <> 'deleted';

-- A person reports a text once; another text of the same message is another matter.
alter table moderation_report add column text_sequence bigint not null default 0;
update moderation_report r set text_sequence = i.text_sequence
    from moderation_item i where i.tenant = r.tenant and i.id = r.item;
alter table moderation_report alter column text_sequence drop default;
alter table moderation_report drop constraint moderation_report_pkey;
alter table moderation_report add primary key (tenant, item, text_sequence, reporter);

-- Items of which the room does not know how they stand, since before.
create function untold_moderation(before timestamptz, most int) returns table (tenant text, id text)
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select i.tenant, i.id from moderation_item i
    where i.hidden <> i.told_hidden and i.status <> 'deleted' and i.updated_at < before
    order by i.updated_at limit most
$$;

revoke all on function untold_moderation(timestamptz, int) from public;

-- As before, but it returns how many rows went, of both kinds: where people send much, the texts are more.
create or replace function purge_moderation(before timestamptz, texts_before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with texts as (
        delete from moderation_recent r where r.ctid = any(array(
            select o.ctid from moderation_recent o where o.at < texts_before limit most * 10 for update skip locked))
        returning 1),
    gone as (
        delete from moderation_item i where i.ctid = any(array(
            select o.ctid from moderation_item o where o.updated_at < before and o.status <> 'pending'
            order by o.updated_at limit most for update skip locked))
        returning 1)
    select (select count(*) from texts) + (select count(*) from gone)
$$;
