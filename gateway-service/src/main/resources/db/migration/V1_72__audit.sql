-- Who did what (GW-12). One chain of hashes per tenant; nobody changes or removes an entry, whatever his rights on rows.
create table audit (
    tenant  text        not null,
    seq     bigint      not null,
    time    timestamptz not null,
    actor   text        not null,
    action  text        not null,
    target  text        not null,
    outcome text        not null,
    request text        not null,
    detail  text        not null,
    hash    text        not null,
    primary key (tenant, seq)
);

create index audit_of_actor on audit (tenant, actor, seq);
create index audit_of_target on audit (tenant, target, seq);

select isolate_tenants('audit');

revoke update, delete, truncate on audit from ${flyway:defaultSchema};

create function audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'entries of the audit trail are neither changed nor removed';
end $$;

create trigger audit_stays before update or delete or truncate on audit for each statement execute function audit_stays();
