-- What is done with what a source of the type "generic" delivers, as JSON, and who has said so: it is done on their behalf.
alter table webhook_sources
    add column action        text,
    add column action_by     text,
    add column action_handle text;

-- As find_webhook_source, which gateways of an earlier version go on to call. Who came with a key acts no more when each of
-- its keys was revoked or has ended: then action_by is null.
create function find_webhook_source_and_action(source uuid, operator text)
    returns table (tenant text, scheme text, type text, created_by text, sealed text[],
                   name text, action text, action_by text, action_handle text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select f.tenant, f.scheme, f.type, f.created_by, f.sealed, s.name, s.action,
           case when s.action_by not like 'key:%'
                     or exists (select from api_keys k
                                where k.tenant = s.tenant and k.subject = s.action_by and k.revoked_at is null
                                  and (k.expires_at is null or k.expires_at > now()))
                then s.action_by end,
           s.action_handle
    from find_webhook_source(source, operator) f join webhook_sources s on s.id = source
$$;

revoke all on function find_webhook_source_and_action(uuid, text) from public;
