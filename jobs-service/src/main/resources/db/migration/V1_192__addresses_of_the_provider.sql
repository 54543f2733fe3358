-- Who says that an address is somebody's: whoever reads its mail, by a link, or the identity provider. What the person has
-- said counts more: also that it wants no mail, which is a row without an address.
alter table mail_address
    add column origin text not null default 'person' check (origin in ('person', 'provider')),
    alter column email drop not null,
    add check (email is not null or not confirmed);
