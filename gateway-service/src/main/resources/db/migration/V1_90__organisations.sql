-- Organisations are tenants of their own: an organisation's id is its tenant. A deleted one stays as a row, so that its id
-- stays known and lets nobody in any more.
create table organisations (
    id              uuid        primary key,
    tenant          text        not null unique check (tenant = id::text),
    name            text        not null,
    slug            text        not null,
    created_by      text        not null,
    created_at      timestamptz not null,
    deleted_at      timestamptz,
    idempotency_key text
);

create unique index organisations_slug on organisations (slug) where deleted_at is null;
create unique index organisations_idempotency on organisations (created_by, idempotency_key);

-- changed_at is the database's time of the last change of the role, by which open sockets know whether they are older.
create table memberships (
    id         uuid        primary key,
    tenant     text        not null,
    subject    text        not null,
    handle     text        not null,
    role       text        not null check (role in ('owner', 'admin', 'editor', 'commenter', 'viewer')),
    joined_at  timestamptz not null,
    changed_at timestamptz not null default clock_timestamp(),
    unique (tenant, subject)
);

create index memberships_of_subject on memberships (subject, tenant);

-- The last change of what somebody may in an organisation, also of who is no member any more.
create table membership_changes (
    tenant     text        not null,
    subject    text        not null,
    changed_at timestamptz not null,
    primary key (tenant, subject)
);

create index membership_changes_at on membership_changes (changed_at);

select isolate_tenants('organisations');
select isolate_tenants('memberships');
select isolate_tenants('membership_changes');

-- Whether somebody may enter a tenant is asked before the tenant is entered, and one's own organisations are many tenants.
-- The functions below run as the schema's owner; the application role itself still sees one tenant's rows only.
create policy look_up on organisations for select to current_user using (true);
create policy look_up on memberships for select to current_user using (true);
create policy look_up on membership_changes for select to current_user using (true);

create function note_membership_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.role = old.role then
            return new;
        end if;
        new.changed_at := clock_timestamp();
    end if;
    insert into membership_changes (tenant, subject, changed_at)
    values (old.tenant, old.subject, case when tg_op = 'UPDATE' then new.changed_at else clock_timestamp() end)
    on conflict (tenant, subject) do update set changed_at = excluded.changed_at;
    return case when tg_op = 'UPDATE' then new else old end;
end $$;

create trigger note_membership_change before update or delete on memberships
    for each row execute function note_membership_change();

-- No row: there is and was no such organisation. Without a role: the subject is no member.
create function find_membership(organisation text, member text) returns table (role text, changed_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select m.role, m.changed_at
    from organisations o left join memberships m on m.tenant = o.tenant and m.subject = member and o.deleted_at is null
    where o.tenant = organisation
$$;

create function organisations_of(member text, behind uuid, most int)
    returns table (id uuid, name text, slug text, role text, created_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select o.id, o.name, o.slug, m.role, o.created_at
    from memberships m join organisations o on o.tenant = m.tenant
    where m.subject = member and o.deleted_at is null and o.id < behind
    order by o.id desc
    limit most
$$;

create function owned_organisations(member text) returns bigint
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select count(*) from memberships m where m.subject = member and m.role = 'owner'
$$;

create function organisation_made_by(maker text, request text) returns uuid
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select o.id from organisations o where o.created_by = maker and o.idempotency_key = request
$$;

create function changed_memberships(since timestamptz)
    returns table (tenant text, subject text, changed_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select c.tenant, c.subject, c.changed_at from membership_changes c where c.changed_at >= since
$$;

-- A key that was made in an organisation is worth at most what its maker may there now, and nothing without its maker.
drop function find_api_key(text);

create function find_api_key(hash text)
    returns table (id uuid, tenant text, subject text, handle text, scopes text, expires_at timestamptz,
                   role text, changed_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with found as (
        select k.id, k.tenant, k.subject, k.handle, k.scopes, k.expires_at
        from api_keys k
        where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
        union all
        select k.id, k.tenant, k.subject, k.handle, k.scopes, least(k.expires_at, s.valid_until)
        from api_key_former_secrets s join api_keys k on k.id = s.key_id
        where s.key_hash = hash and s.valid_until > now()
          and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    )
    select f.id, f.tenant, f.subject, f.handle, f.scopes, f.expires_at, m.role, m.changed_at
    from found f
    left join memberships m on m.tenant = f.tenant and m.subject = f.subject
    where m.role is not null or not exists (select from organisations o where o.tenant = f.tenant)
$$;

revoke all on function find_membership(text, text) from public;
revoke all on function organisations_of(text, uuid, int) from public;
revoke all on function owned_organisations(text) from public;
revoke all on function organisation_made_by(text, text) from public;
revoke all on function changed_memberships(timestamptz) from public;
revoke all on function find_api_key(text) from public;
