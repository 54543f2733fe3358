-- Teams of organisations, as far as the identity events were read. Without a name it was deleted.
create table team (
    tenant text not null,
    id     text not null,
    name   text,
    primary key (tenant, id)
);

select isolate_tenants('team');

-- Who is in them.
create table team_member (
    tenant  text not null,
    team    text not null,
    subject text not null,
    handle  text not null,
    primary key (tenant, team, subject)
);

select isolate_tenants('team_member');

-- Which teams have a role in which rooms, as the room log says.
create table room_team (
    tenant text not null,
    team   text not null,
    room   text not null,
    primary key (tenant, team, room)
);

create index room_team_of_room on room_team (tenant, room);

select isolate_tenants('room_team');
