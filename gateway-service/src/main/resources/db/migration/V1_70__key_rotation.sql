-- A key that is rotated keeps its id and gets another secret. Former secrets work until their time; they stay here for a
-- while after it, so that each gateway learns which sockets have to end.
create table api_key_former_secrets (
    key_hash    text        primary key,
    key_id      uuid        not null references api_keys (id) on delete cascade,
    tenant      text        not null,
    replaced_at timestamptz not null,
    valid_until timestamptz not null
);

create index api_key_former_secrets_of_key on api_key_former_secrets (key_id);
create index api_key_former_secrets_end on api_key_former_secrets (valid_until);

select isolate_tenants('api_key_former_secrets');

create policy look_up on api_key_former_secrets for select to current_user using (true);

alter table api_keys
    add column idempotency_key text,
    add column rotated_at      timestamptz,
    add column former_until    timestamptz;

create unique index api_keys_idempotency on api_keys (tenant, subject, idempotency_key);

create or replace function find_api_key(hash text)
    returns table (id uuid, tenant text, subject text, handle text, scopes text, expires_at timestamptz)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select k.id, k.tenant, k.subject, k.handle, k.scopes, k.expires_at
    from api_keys k
    where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    union all
    select k.id, k.tenant, k.subject, k.handle, k.scopes, least(k.expires_at, s.valid_until)
    from api_key_former_secrets s join api_keys k on k.id = s.key_id
    where s.key_hash = hash and s.valid_until > now()
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

create or replace function revoked_api_keys(since timestamptz) returns table (key_hash text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select k.key_hash from api_keys k where k.revoked_at >= since
    union all
    select s.key_hash from api_key_former_secrets s join api_keys k on k.id = s.key_id where k.revoked_at >= since
    union all
    select s.key_hash from api_key_former_secrets s where s.valid_until >= since and s.valid_until <= now()
$$;
