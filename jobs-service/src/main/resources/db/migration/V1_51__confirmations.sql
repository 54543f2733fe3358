-- A link counts while what it answers is open; what was closed still counts against the limits.
alter table mail_address_request add column open boolean not null default true;

-- How many confirmations were sent to an address since the first one of a day, whoever asked for them in whichever tenant:
-- no tenant's rows, and of the address only its SHA-256.
create table mail_confirmation (
    address bytea       primary key,
    since   timestamptz not null,
    sent    int         not null
);

create index on mail_confirmation (since);
