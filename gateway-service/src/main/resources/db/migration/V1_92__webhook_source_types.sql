-- What a source tells of. A deleted organisation takes no deliveries.
alter table webhook_sources add column type text not null default 'GENERIC';

drop function find_webhook_source(uuid);

create function find_webhook_source(source uuid)
    returns table (tenant text, scheme text, type text, created_by text, sealed text[])
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select s.tenant, s.scheme, s.type, s.created_by, array_agg(w.sealed)
    from webhook_sources s join webhook_secrets w on w.source_id = s.id
    where s.id = source and (w.valid_until is null or w.valid_until > now())
      and not exists (select from organisations o where o.tenant = s.tenant and o.deleted_at is not null)
    group by s.tenant, s.scheme, s.type, s.created_by
$$;

revoke all on function find_webhook_source(uuid) from public;
