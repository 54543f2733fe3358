-- When the newest event happened that had its effect. What the log has lost leaves its numbers to other events, which are newer.
alter table room add column if not exists applied_at timestamptz;
