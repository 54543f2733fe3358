-- Database push: names under which the suite acts since, and that are not for programs either.

create or replace function push(
    tenant text, room uuid, sender text, client_id text, kind text, content text default null, message uuid default null,
    reply_to uuid default null, mentions text[] default null, operations jsonb default null)
returns text language plpgsql set search_path = room, pg_temp as $$
declare
    most_waiting constant int := 10000;
    waiting int;
begin
    if tenant is null or tenant !~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' then
        raise exception 'tenant must be 1 to 63 lower-case letters, digits and inner hyphens' using errcode = '22023';
    end if;
    if room is null then
        raise exception 'room must not be null' using errcode = '22023';
    end if;
    if sender is null or sender !~ '^[a-z0-9][a-z0-9._-]{0,63}$' then
        raise exception 'sender must be 1 to 64 lower-case letters, digits, dots, hyphens and underscores'
            using errcode = '22023';
    end if;
    if sender in ('atrium', 'backup', 'dissolution', 'expiry', 'lobby', 'moderation', 'plan', 'restore', 'teams', 'warm-up',
        'webhook') then
        raise exception 'sender must not be a name of the suite itself' using errcode = '22023';
    end if;
    perform check_text('client_id', client_id, 64);
    select count(*) into waiting
        from (select from inbound i where i.room = push.room and i.refused_at is null limit most_waiting) as present;
    if waiting = most_waiting then
        raise exception '% changes wait for this room already', most_waiting using errcode = '54000',
            hint = 'Try again when rooms are served again.';
    end if;
    insert into inbound (tenant, room, sender, client_id, kind, content, message, reply_to, mentions, operations)
        values (push.tenant, push.room, push.sender, push.client_id, push.kind, push.content, push.message,
            push.reply_to, push.mentions, push.operations);
    perform pg_notify('room_push', tenant || '/' || room);
    return client_id;
end $$;
