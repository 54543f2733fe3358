-- Rooms that were deleted. Who could read one last is kept, so that it can be told of its end, and of nothing else.
alter table room add column gone boolean not null default false;
