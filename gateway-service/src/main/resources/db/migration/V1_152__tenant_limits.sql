-- The limits that the operator has set for single tenants, in one line each (platform.limit.TenantLimits).
create table tenant_limits (
    tenant     text        primary key,
    limits     text        not null,
    changed_by text        not null,
    changed_at timestamptz not null
);

select isolate_tenants('tenant_limits');

-- All gateways hold all of them. The function runs as the schema's owner; the application role itself still sees one
-- tenant's row only.
create policy look_up on tenant_limits for select to current_user using (true);

create function all_tenant_limits() returns table (tenant text, limits text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select t.tenant, t.limits from tenant_limits t
$$;

revoke all on function all_tenant_limits() from public;
