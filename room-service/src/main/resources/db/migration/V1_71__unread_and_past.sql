-- Rooms of a person, however many others there are.
create index room_owner on room (tenant, owner_subject, id);
create index room_member_subject on room_member (tenant, subject, room) where role is not null;

-- Reactions as they were.
create index journal_reactions on journal (room, about) where type = 'atrium.room.message-reacted.v1';
