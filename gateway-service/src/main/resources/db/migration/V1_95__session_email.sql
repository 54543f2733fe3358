-- The address that the provider had verified when the session was opened. Sessions from before have none.
alter table sessions add column email text;
