-- As how many resets there were when a file got the results that it has: they lie under keys with that number, 0 without it.
-- Earlier versions write none and know of none; where they settle a file it is READY with another number than its resets.
alter table file add column if not exists derived_of integer not null default 0;
