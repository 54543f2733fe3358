-- What people have not sent yet: one row per draft. Of a draft that ended the row stays, without content, so that an older
-- event, written again, does not bring it back.
create table draft (
    room     uuid        not null,
    subject  text        not null,
    key      text        not null,
    tenant   text        not null,
    content  text        not null,
    saved_at timestamptz not null,
    -- Of the room's event.
    sequence bigint      not null,
    primary key (room, subject, key)
);

select isolate_tenants('draft');
