-- Who was in a room at an earlier sequence number, and what it was called: the last change of each until then.
create index journal_access on journal (room, about, sequence) where type in (
    'atrium.room.changed.v1', 'atrium.room.member-set.v1', 'atrium.room.member-joined.v1',
    'atrium.room.member-removed.v1', 'atrium.room.member-banned.v1', 'atrium.room.member-unbanned.v1');
