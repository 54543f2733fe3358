-- How people want to be told; who has no row, as usual. The older table notification_settings is not used any more; it
-- stays for nodes of the version before.
create table notification_preference (
    tenant     text        not null,
    subject    text        not null,
    document   text        not null,
    updated_at timestamptz not null,
    primary key (tenant, subject)
);

select isolate_tenants('notification_preference');

alter table notification add column source text;

create index on notification (tenant, source) where source is not null;

-- Hidden: of which its recipient wants to be told in other ways only.
alter table inbox_item add column hidden boolean not null default false;

-- What is still to leave, by channel. "job" has taken it: nothing else will.
create table notification_delivery (
    tenant       text        not null,
    recipient    text        not null,
    channel      text        not null check (channel in ('email', 'push')),
    notification uuid        not null,
    due_at       timestamptz not null,
    job          uuid,
    primary key (tenant, recipient, channel, notification),
    foreign key (tenant, notification) references notification on delete cascade
);

create index on notification_delivery (tenant, job) where job is not null;
select isolate_tenants('notification_delivery');

-- The next job that will take what is due, so that not every notification needs one.
create table notification_delivery_turn (
    tenant    text        not null,
    recipient text        not null,
    channel   text        not null,
    due_at    timestamptz not null,
    primary key (tenant, recipient, channel)
);

select isolate_tenants('notification_delivery_turn');

-- Where mail goes, as the identity events or the owner of the mailbox said.
create table mail_address (
    tenant       text        not null,
    subject      text        not null,
    email        text        not null,
    confirmed_at timestamptz not null,
    primary key (tenant, subject)
);

create index on mail_address (tenant, lower(email));
select isolate_tenants('mail_address');

-- Addresses that somebody wants to use and that were asked to confirm that.
create table mail_address_request (
    tenant   text        not null,
    subject  text        not null,
    email    text        not null,
    asked_at timestamptz not null,
    primary key (tenant, subject, asked_at)
);

create index on mail_address_request (tenant, lower(email), asked_at);
select isolate_tenants('mail_address_request');

-- Addresses that get no mail, of one category or, where that is null, of none.
create table mail_suppression (
    tenant     text        not null,
    id         uuid        not null,
    email      text        not null,
    category   text,
    reason     text        not null check (reason in ('bounce', 'unsubscribe')),
    detail     text,
    created_at timestamptz not null,
    primary key (tenant, id)
);

create index on mail_suppression (tenant, email);
select isolate_tenants('mail_suppression');

create table push_subscription (
    tenant     text        not null,
    id         uuid        not null,
    subject    text        not null,
    endpoint   text        not null,
    p256dh     text        not null,
    auth       text        not null,
    label      text,
    created_at timestamptz not null,
    primary key (tenant, id)
);

create index on push_subscription (tenant, subject, created_at);
select isolate_tenants('push_subscription');

-- The key by which push services know this installation; made once.
create table push_identity (
    only_one    boolean primary key default true check (only_one),
    private_key text    not null,
    public_key  text    not null
);

-- What was sent to many.
create table notice (
    tenant     text        not null,
    id         uuid        not null,
    sender     text        not null,
    content    text        not null,
    created_at timestamptz not null,
    primary key (tenant, id)
);

select isolate_tenants('notice');

create table execution_mail (like execution_media including all);
create table execution_push (like execution_media including all);
create table execution_fanout (like execution_media including all);
