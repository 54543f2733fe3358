-- Which mail was the last that welcomed somebody at an address, and how many a sender has had sent since the first one of a
-- day, in whichever tenant: no tenant's rows, and of addresses, mails and senders only the SHA-256.
create table welcome_address (
    address bytea       primary key,
    mail    bytea       not null,
    since   timestamptz not null
);

create table welcome_sender (
    sender bytea       primary key,
    since  timestamptz not null,
    sent   int         not null
);

create index on welcome_address (since);
create index on welcome_sender (since);
