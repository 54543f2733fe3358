-- Rooms that were deleted: nobody may read them, whatever is told again of what was before.
alter table room add column gone boolean not null default false;
