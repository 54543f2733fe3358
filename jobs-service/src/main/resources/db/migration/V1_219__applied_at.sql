-- When the newest event happened that had its effect. What the log has lost leaves its numbers to other events, which are newer.
-- It holds for one number: nodes of the version before move that on, and know nothing of the time.
alter table room add column if not exists applied_at timestamptz, add column if not exists applied_at_of bigint;
