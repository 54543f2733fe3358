create table api_keys (
    id           uuid        primary key,
    tenant       text        not null,
    subject      text        not null,
    handle       text        not null,
    label        text,
    scopes       text        not null,
    key_hash     text        not null unique,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);

create index api_keys_of_subject on api_keys (tenant, subject, id);

select isolate_tenants('api_keys');

-- Who comes with a key has not said yet to which tenant it belongs. The two functions below run as the schema's owner and
-- may therefore see all tenants' keys; the application role itself still sees one tenant's only.
create policy look_up on api_keys for select to current_user using (true);
create policy touch on api_keys for update to current_user using (true) with check (true);

create function find_api_key(hash text)
    returns table (id uuid, tenant text, subject text, handle text, scopes text, expires_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select k.id, k.tenant, k.subject, k.handle, k.scopes, k.expires_at
    from api_keys k
    where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

create function touch_api_keys(ids uuid[], times timestamptz[]) returns void
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    update api_keys k
    set last_used_at = used.at
    from unnest(ids, times) as used (id, at)
    where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at - interval '50 seconds')
$$;

revoke all on function find_api_key(text) from public;
revoke all on function touch_api_keys(uuid[], timestamptz[]) from public;
