-- Addresses were also taken from the creation of users, where whoever creates one types what it likes. Which rows came from
-- there is not known, and nodes of the version before still add such ones: none counts without the word of its owner.
alter table mail_address add column confirmed boolean not null default false;
