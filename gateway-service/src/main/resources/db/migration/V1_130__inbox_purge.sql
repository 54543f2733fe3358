-- What is kept for ever must not be read each time the rest is forgotten.
create index inbox_passing on inbox (received_at) where consumer <> 'usage-files';
drop index inbox_received_at;
