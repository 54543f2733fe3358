-- Checks of messages, and what becomes of them, and calls of the hooks of tenants: a lane each.
create table execution_moderation (like execution_media including all);
create table execution_hook (like execution_media including all);

-- Rooms that somebody owns.
create index room_person_subject on room_person (tenant, subject);

-- What is looked for in messages, and what is done about it. Without a room it holds for all rooms of the tenant.
create table moderation_rule (
    tenant          text        not null,
    id              uuid        not null,
    room            text,
    name            text        not null,
    type            text        not null,
    -- As in the API.
    check_json      text        not null,
    action          text        not null check (action in ('flag', 'hold')),
    enabled         boolean     not null,
    -- What a hook's requests are signed with, sealed; null for other rules.
    secret          text,
    created_by      text        not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    idempotency_key text,
    request_hash    text,
    primary key (tenant, id)
);

create index on moderation_rule (tenant, created_at desc, id desc);
create unique index moderation_rule_idempotency on moderation_rule (tenant, created_by, idempotency_key);
select isolate_tenants('moderation_rule');

-- What happened in rooms and is still to be looked at, by room in its order. Gone as soon as it was.
create table moderation_event (
    tenant   text   not null,
    room     text   not null,
    sequence bigint not null,
    type     text   not null,
    data     text   not null,
    primary key (tenant, room, sequence)
);

select isolate_tenants('moderation_event');

-- A message that somebody has to decide about, or somebody or a rule has decided about.
create table moderation_item (
    tenant            text        not null,
    -- The message's own.
    id                text        not null,
    room              text        not null,
    sequence          bigint      not null,
    author_subject    text        not null,
    author_handle     text        not null,
    posted_at         timestamptz not null,
    -- What it says, and the number of the event since which it does.
    content           text        not null,
    file_name         text,
    text_sequence     bigint      not null,
    status            text        not null check (status in ('pending', 'approved', 'rejected', 'deleted')),
    hidden            boolean     not null,
    -- Ids of the rules that found something, and what they found, as JSON.
    rules             text[]      not null default '{}',
    findings          text        not null default '[]',
    reports           int         not null default 0,
    -- How many entries its history has.
    entries           int         not null default 0,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    decided_by        text,
    decided_by_handle text,
    decided_at        timestamptz,
    decision_reason   text,
    primary key (tenant, id)
);

create index on moderation_item (tenant, created_at desc, id desc);
create index on moderation_item (tenant, room, created_at desc, id desc);
create index on moderation_item (updated_at);
select isolate_tenants('moderation_item');

create table moderation_history (
    tenant        text        not null,
    item          text        not null,
    number        int         not null,
    at            timestamptz not null,
    type          text        not null,
    -- Null for rules, and for those who report.
    actor_subject text,
    actor_handle  text,
    reason        text,
    detail        text,
    primary key (tenant, item, number),
    foreign key (tenant, item) references moderation_item on delete cascade
);

select isolate_tenants('moderation_history');

-- Who has reported a message: once each.
create table moderation_report (
    tenant   text        not null,
    item     text        not null,
    reporter text        not null,
    at       timestamptz not null,
    primary key (tenant, item, reporter),
    foreign key (tenant, item) references moderation_item on delete cascade
);

select isolate_tenants('moderation_report');

-- What people sent lately, as SHA-256, where a rule looks for repetitions.
create table moderation_recent (
    tenant   text        not null,
    room     text        not null,
    sequence bigint      not null,
    subject  text        not null,
    text     text        not null,
    at       timestamptz not null,
    primary key (tenant, room, sequence)
);

create index on moderation_recent (tenant, room, subject, text, at);
create index on moderation_recent (at);
select isolate_tenants('moderation_recent');

-- As V1_55: what is old is removed for all tenants at once.
create policy system on moderation_item to current_user using (true) with check (true);
create policy system on moderation_recent to current_user using (true) with check (true);
create policy system on moderation_history to current_user using (true) with check (true);
create policy system on moderation_report to current_user using (true) with check (true);

-- Removes items that were decided about before, and texts of an hour ago; returns how many items went.
create function purge_moderation(before timestamptz, texts_before timestamptz, most int) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    delete from moderation_recent r where r.ctid = any(array(
        select o.ctid from moderation_recent o where o.at < texts_before limit most * 10 for update skip locked));
    with gone as (
        delete from moderation_item i where i.ctid = any(array(
            select o.ctid from moderation_item o where o.updated_at < before and o.status <> 'pending'
            order by o.updated_at limit most for update skip locked))
        returning 1)
    select count(*) from gone
$$;

revoke all on function purge_moderation(timestamptz, timestamptz, int) from public;
