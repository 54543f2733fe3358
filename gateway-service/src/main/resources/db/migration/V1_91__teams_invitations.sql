create table teams (
    id              uuid        primary key,
    tenant          text        not null,
    name            text        not null,
    created_by      text        not null,
    created_at      timestamptz not null,
    idempotency_key text
);

create unique index teams_name on teams (tenant, lower(name));
create unique index teams_idempotency on teams (tenant, created_by, idempotency_key);

-- Whoever leaves the organisation leaves its teams.
create table team_members (
    id       uuid        primary key,
    tenant   text        not null,
    team_id  uuid        not null references teams (id) on delete cascade,
    subject  text        not null,
    added_at timestamptz not null,
    unique (team_id, subject),
    foreign key (tenant, subject) references memberships (tenant, subject) on delete cascade
);

create index team_members_of_subject on team_members (tenant, subject);

-- Of the token only the SHA-256; teams are ids separated by spaces.
create table invitations (
    id              uuid        primary key,
    tenant          text        not null,
    email           text        not null,
    role            text        not null check (role in ('owner', 'admin', 'editor', 'commenter', 'viewer')),
    teams           text        not null,
    token_hash      text        not null unique,
    invited_by      text        not null,
    created_at      timestamptz not null,
    sent_at         timestamptz not null,
    sends           int         not null,
    expires_at      timestamptz not null,
    accepted_at     timestamptz,
    accepted_by     text,
    revoked_at      timestamptz,
    idempotency_key text
);

create unique index invitations_open on invitations (tenant, lower(email)) where accepted_at is null and revoked_at is null;
create unique index invitations_idempotency on invitations (tenant, invited_by, idempotency_key);
create index invitations_of_tenant on invitations (tenant, id);

select isolate_tenants('teams');
select isolate_tenants('team_members');
select isolate_tenants('invitations');

-- Who comes with a token has not said yet into which tenant it leads.
create policy look_up on invitations for select to current_user using (true);

create function find_invitation(hash text) returns table (id uuid, tenant text, invited_by text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select i.id, i.tenant, i.invited_by from invitations i where i.token_hash = hash
$$;

revoke all on function find_invitation(text) from public;

-- Addresses of people who never came are not kept longer than the organisation.
create function forget_organisation() returns trigger language plpgsql as $$
begin
    delete from invitations where tenant = new.tenant;
    delete from teams where tenant = new.tenant;
    return null;
end $$;

create trigger forget_organisation after update of deleted_at on organisations
    for each row when (new.deleted_at is not null) execute function forget_organisation();
