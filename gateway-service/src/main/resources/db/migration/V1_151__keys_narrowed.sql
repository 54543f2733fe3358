-- A key can be disabled and enabled again, allow less, and end sooner. What it has opened before ends then, as with a
-- revocation; what it opens behind that stays. So each key knows when something was taken from it last, by the database's
-- clock.
alter table api_keys
    add column disabled_at timestamptz,
    add column narrowed_at timestamptz;

create index api_keys_narrowed on api_keys (narrowed_at) where narrowed_at is not null;

-- For administrators, who see the keys of all members.
create index api_keys_of_tenant on api_keys (tenant, id);

create function narrow_by_database_time() returns trigger language plpgsql as $$
begin
    new.narrowed_at := clock_timestamp();
    return new;
end $$;

create trigger narrow_by_database_time before update of scopes, expires_at, disabled_at on api_keys
    for each row when (old.scopes <> new.scopes or old.expires_at is distinct from new.expires_at
                       or (old.disabled_at is null and new.disabled_at is not null))
    execute function narrow_by_database_time();

drop function find_api_key(text);

create function find_api_key(hash text)
    returns table (id uuid, tenant text, subject text, handle text, label text, scopes text, expires_at timestamptz,
                   narrowed_at timestamptz, role text, changed_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with found as (
        select k.id, k.expires_at from api_keys k where k.key_hash = hash
        union all
        select s.key_id, s.valid_until from api_key_former_secrets s where s.key_hash = hash and s.valid_until > now()
    )
    select k.id, k.tenant, k.subject, k.handle, k.label, k.scopes, least(k.expires_at, f.expires_at), k.narrowed_at,
           m.role, m.changed_at
    from found f
    join api_keys k on k.id = f.id
    left join memberships m on m.tenant = k.tenant and m.subject = k.subject
    where k.revoked_at is null and k.disabled_at is null and (k.expires_at is null or k.expires_at > now())
      and (m.role is not null or not exists (select from organisations o where o.tenant = k.tenant))
$$;

-- narrowed_at is null for what has ended for good.
drop function revoked_api_keys(timestamptz);

create function revoked_api_keys(since timestamptz) returns table (key_hash text, narrowed_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with ended as (
        select k.id, k.key_hash, null::timestamptz as narrowed_at from api_keys k where k.revoked_at >= since
        union all
        select k.id, k.key_hash, k.narrowed_at from api_keys k where k.narrowed_at >= since
    )
    select e.key_hash, e.narrowed_at from ended e
    union all
    select s.key_hash, e.narrowed_at from api_key_former_secrets s join ended e on e.id = s.key_id
    union all
    select s.key_hash, null from api_key_former_secrets s where s.valid_until >= since and s.valid_until <= now()
$$;

revoke all on function find_api_key(text) from public;
revoke all on function revoked_api_keys(timestamptz) from public;
