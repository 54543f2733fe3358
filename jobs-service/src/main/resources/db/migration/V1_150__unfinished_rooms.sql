-- Rooms of restores that are not handed over yet, their names, and how many of their places may be taken: by these they can
-- be handed over as far as they came, although the backup cannot be read any more.
create table restore_room (
    tenant  text   not null,
    restore uuid   not null,
    room    text   not null,
    name    text   not null,
    places  bigint not null,
    primary key (tenant, restore, room),
    foreign key (tenant, restore) references restore
);

select isolate_tenants('restore_room');

-- When somebody gave it up; it does not go on after that.
alter table restore add column abandoned_at timestamptz;
