-- Whether it must be known for ever that a mail was sent, as of one that an event asks for which is kept for ever. Of the
-- others it is forgotten when nothing asks for them any more; those of before stay.
alter table mail_intent add column kept_for_ever boolean not null default true;

create policy system on mail_intent to current_user using (true) with check (true);

create index on mail_intent (updated_at) where state = 'sent' and not kept_for_ever;

-- Forgets mails that were sent before, up to so many; returns how many.
create function purge_mail_intents(before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with gone as (
        delete from mail_intent where ctid = any(array(
            select ctid from mail_intent
            where state = 'sent' and not kept_for_ever and updated_at < before
            order by updated_at limit most for update skip locked))
        returning 1)
    select count(*) from gone
$$;

revoke all on function purge_mail_intents(timestamptz, int) from public;
