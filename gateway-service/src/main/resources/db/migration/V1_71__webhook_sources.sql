create table webhook_sources (
    id              uuid        primary key,
    tenant          text        not null,
    name            text        not null,
    scheme          text        not null,
    created_by      text        not null,
    created_at      timestamptz not null,
    idempotency_key text
);

create index webhook_sources_of_tenant on webhook_sources (tenant, id);
create unique index webhook_sources_idempotency on webhook_sources (tenant, created_by, idempotency_key);

-- Sealed: the key is not in the database. Without a valid_until it is the present one.
create table webhook_secrets (
    id          uuid        primary key,
    source_id   uuid        not null references webhook_sources (id) on delete cascade,
    tenant      text        not null,
    sealed      text        not null,
    valid_until timestamptz
);

create index webhook_secrets_of_source on webhook_secrets (source_id);

select isolate_tenants('webhook_sources');
select isolate_tenants('webhook_secrets');

-- Who delivers names the source only. The function runs as the schema's owner and may therefore see all tenants' sources;
-- the application role itself still sees one tenant's only.
create policy look_up on webhook_sources for select to current_user using (true);
create policy look_up on webhook_secrets for select to current_user using (true);

create function find_webhook_source(source uuid) returns table (tenant text, scheme text, sealed text[])
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select s.tenant, s.scheme, array_agg(w.sealed)
    from webhook_sources s join webhook_secrets w on w.source_id = s.id
    where s.id = source and (w.valid_until is null or w.valid_until > now())
    group by s.tenant, s.scheme
$$;

revoke all on function find_webhook_source(uuid) from public;
