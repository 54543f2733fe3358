-- When the other services were told last of the address that the session was opened with. Sessions from before have none.
alter table sessions add column email_told_at timestamptz;
