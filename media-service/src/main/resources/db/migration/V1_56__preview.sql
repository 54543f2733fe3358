-- Size of a picture's preview; null if there is none, as for all that were processed before.
alter table file add column preview_bytes bigint;
