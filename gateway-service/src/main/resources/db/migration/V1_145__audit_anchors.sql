-- Up to where each tenant's trail was told to those who keep anchors outside of this database (GW-12). Whoever changes
-- this table only changes when the next one is made.
create table audit_anchors (
    tenant      text        primary key,
    seq         bigint      not null,
    hash        text        not null,
    anchored_at timestamptz not null
);

select isolate_tenants('audit_anchors');

-- For the function below, which runs as the schema's owner; the application role itself still sees one tenant's rows only.
create policy look_up on audit for select to current_user using (true);
create policy look_up on audit_anchors for select to current_user using (true);

-- Tenants whose trail has another end than their last anchor, which is at least so old. Finds them by one look into the
-- index for each tenant, however many entries there are.
create function due_anchors(pause interval) returns setof text
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with recursive tenants (tenant) as (
        (select a.tenant from audit a order by a.tenant limit 1)
        union all
        select (select a.tenant from audit a where a.tenant > t.tenant order by a.tenant limit 1)
        from tenants t where t.tenant is not null
    )
    select t.tenant
    from tenants t
    cross join lateral (
        select a.seq, a.hash from audit a where a.tenant = t.tenant order by a.seq desc limit 1) as head
    left join audit_anchors n on n.tenant = t.tenant
    where n.tenant is null
       or ((n.seq, n.hash) is distinct from (head.seq, head.hash) and n.anchored_at <= now() - pause)
$$;

revoke all on function due_anchors(interval) from public;
