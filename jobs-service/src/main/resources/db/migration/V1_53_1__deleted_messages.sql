-- A message may be deleted while the job that tells of it waits.
alter table known_message add column deleted boolean not null default false;
