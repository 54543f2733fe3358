-- What the moderation took out of sight. `moderated` is the sequence number of the last event that said so or took it
-- back, by which older ones, written again, are known; 0: never.
alter table message
    add column hidden    boolean not null default false,
    add column moderated bigint  not null default 0;
