-- Users are changed and deactivated, and some are kept in step with a provider that knows them by an id of its own.
alter table users
    add column external_id    text,
    add column deactivated_at timestamptz,
    add column updated_at     timestamptz;

-- Whom a provider keeps is known by its id, and moves from address to address. In the commons, where strangers meet,
-- nobody learns from a refusal whom others know.
drop index users_email;
create unique index users_email
    on users (tenant, (case when tenant = 'commons' then created_by else '' end), lower(email))
    where deactivated_at is null and external_id is null;
create unique index users_external on users (tenant, external_id);
create index users_of_tenant on users (tenant, id);

-- How far each user of a provider is known: events come in any order. A user who was deleted there stays deleted.
create table synchronised_users (
    tenant      text        not null,
    external_id text        not null,
    as_of       timestamptz not null,
    deleted     boolean     not null,
    primary key (tenant, external_id)
);

select isolate_tenants('synchronised_users');
