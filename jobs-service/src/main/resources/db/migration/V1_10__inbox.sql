-- Whose inboxes there are. The row is the lock under which an inbox changes: its numbers have no gaps that would be
-- filled later, so "all up to here" means what its reader saw.
create table inbox_owner (
    tenant    text   not null,
    recipient text   not null,
    -- Number of the last notification.
    sequence  bigint not null default 0,
    -- Number of the last change of any kind.
    revision  bigint not null default 0,
    primary key (tenant, recipient)
);

select isolate_tenants('inbox_owner');

-- What the recipient sees as one thing: all notifications of one group.
create table inbox_item (
    tenant       text    not null,
    id           uuid    not null,
    recipient    text    not null,
    category     text    not null,
    -- Number of its newest notification, and up to which number it was seen and read.
    latest       bigint  not null,
    seen_up_to   bigint  not null default 0,
    read_up_to   bigint  not null default 0,
    archived     boolean not null default false,
    primary key (tenant, id)
);

create unique index on inbox_item (tenant, recipient, latest);
create index inbox_item_unseen on inbox_item (tenant, recipient, latest) where latest > seen_up_to and not archived;
create index inbox_item_unread on inbox_item (tenant, recipient, latest) where latest > read_up_to and not archived;
select isolate_tenants('inbox_item');

-- One per source and recipient: the id follows from both.
create table notification (
    tenant        text        not null,
    id            uuid        not null,
    recipient     text        not null,
    sequence      bigint      not null,
    item          uuid        not null,
    category      text        not null,
    title         text        not null,
    group_title   text,
    body          text,
    link          text,
    data          text,
    topic         text,
    actor_subject text,
    actor_handle  text,
    created_at    timestamptz not null,
    primary key (tenant, id),
    foreign key (tenant, item) references inbox_item on delete cascade
);

create unique index on notification (tenant, item, sequence);
select isolate_tenants('notification');
