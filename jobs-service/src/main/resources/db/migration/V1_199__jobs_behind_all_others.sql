-- Jobs that were replayed with many others are behind everything else, also when they come back from a pause.
alter table job add column low boolean not null default false;
