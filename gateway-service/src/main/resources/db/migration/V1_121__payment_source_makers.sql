-- As a source of users, one of the operator's payments takes deliveries in an organisation of ours only as long as who
-- registered it administers the organisation. The function with one parameter is that of gateways of an earlier version.
create function find_webhook_source(source uuid, operator text)
    returns table (tenant text, scheme text, type text, created_by text, sealed text[])
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select s.tenant, s.scheme, s.type, s.created_by, array_agg(w.sealed)
    from webhook_sources s join webhook_secrets w on w.source_id = s.id
    where s.id = source and (w.valid_until is null or w.valid_until > now())
      and not exists (select from organisations o where o.tenant = s.tenant and o.deleted_at is not null)
      and (not (s.type = 'AUTH' or (s.type = 'PAYMENT' and s.tenant = operator))
           or not exists (select from organisations o where o.tenant = s.tenant)
           or exists (select from memberships m
                      where m.tenant = s.tenant and m.subject = s.created_by and m.role in ('owner', 'admin')))
    group by s.tenant, s.scheme, s.type, s.created_by
$$;

revoke all on function find_webhook_source(uuid, text) from public;
