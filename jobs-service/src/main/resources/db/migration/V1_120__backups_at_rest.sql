-- Whether what it had stored was deleted, so that it can only be made anew.
alter table backup add column cleared boolean not null default false;

-- As of when it brings back, and who belonged to the organisation then: the same when it is restarted, for places of rooms are
-- counted.
alter table restore
    add column begun_at timestamptz,
    add column members  text[];
