-- What people are called in mails. A profile is somebody's who signs in where its identity provider has said so; others are
-- claims of whoever created the user. Of a user who is deactivated the row stays, without what was known, so that nothing
-- that comes late brings it back.
alter table recipient_profile
    add column subject text,
    alter column email drop not null,
    alter column name drop not null;

create index on recipient_profile (tenant, subject) where subject is not null;
