-- As before, but what is kept of a delivery beside its body counts, too: what was to be done (3 KB at most), the row and its
-- entries in indexes. So many bytes are a bound of rows as well, however small the bodies are.
create or replace function webhooks_received_beyond(most_bytes bigint) returns timestamptz
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select max(received_at)
    from (
        select received_at, sum(size_bytes + 4096) over (order by received_at desc) as total
        from webhook_received) newest
    where total > most_bytes
$$;
