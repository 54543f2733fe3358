-- Each gateway asks once in a while which keys were revoked lately, to end the sockets that were opened with them. Like
-- find_api_key, it does not know the tenants beforehand.
create index api_keys_revoked on api_keys (revoked_at) where revoked_at is not null;

create function revoked_api_keys(since timestamptz) returns table (key_hash text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select k.key_hash from api_keys k where k.revoked_at >= since
$$;

revoke all on function revoked_api_keys(timestamptz) from public;
